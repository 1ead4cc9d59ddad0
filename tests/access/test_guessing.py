"""Passphrases that are refused by rule, each rule by itself, and good ones that are not."""

import json

import pytest

from app.access import guessing, passphrases
from app.errors import Invalid
from app.i18n import LANGUAGES

NAMES = ("Rosa Marlow", "rosa.marlow@example.org", "Willow Street Practice")
RULES = {
    "same": [
        "aaaaaaaaaa", "abababababab", "password password", "lake lake lake", "warm lakes warm lakes warm",
        "!!!! ???? !!!!", "tortuga tortuga",
    ],
    "keys": [
        "qwertyuiop", "asdf jkl qwerty", "1234567890", "0987654321", "qwerty 12345", "abcdefgh", "1q2w3e4r5t",
        "azerty789",
    ],
    "common": [
        "password123", "P@ssw0rd!", "pa55word", "Contraseña", "contrasena1", "mi clave secreta", "letmein1",
        "iloveyou2024", "te quiero", "my secret password", "trustno1", "2024 Summer!", "uno dos tres cuatro",
        "one two three four", "welcome qwerty", "dragon monkey", "l0ve y0u forever",
    ],
    "names": [
        "willow street", "Willow Street Practice 2026", "willowstreetpractice", "handrail", "handrail2026",
        "rosamarlow", "Marlow Rosa!", "rosa.marlow", "my handrail password", "rosa handrail", "R0sa Marl0w 1948",
    ],
}  # fmt: skip
GOOD = [
    "three warm lakes", "garden kettle sunday", "naranja puente luna", "harbour pear violin", "old red barn",
    "four quiet willow lakes", "rosa likes thunder", "mi clave come tortuga", "password of the heron", "82736451",
    "x7#kQ9!v",    "größer schöner Teich", "котёнок на крыше", "私の猫は空を飛ぶ",
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in RULES.items() for text in texts])
def test_each_rule(rule, text):
    assert guessing.easy(text, NAMES) == rule
    if len(text) >= passphrases.SHORTEST:
        with pytest.raises(Invalid, match="easy to guess"):
            passphrases.check_new(text, *NAMES)


@pytest.mark.parametrize("text", GOOD)
def test_words_of_ones_own_pass(text):
    assert guessing.easy(text, NAMES) == ""


def test_names_count_only_for_whose_they_are():
    assert guessing.easy("marlow rosa", ("Ruben Vega",)) == ""
    assert guessing.easy("marlow rosa", NAMES) == "names"


def test_the_longest_is_looked_at_at_once():
    assert guessing.easy("password1a" * 19 + "password x", NAMES) == ""


def test_there_are_words_in_every_language_that_we_speak():
    facts = json.loads(guessing.FACTS.read_text(encoding="utf-8"))
    assert set(facts["words"]) == set(LANGUAGES)
    for words in facts["words"].values():
        assert len(words) > 100
        assert len(set(words)) == len(words)
        assert all(word == word.lower() for word in words)
