"""Passphrases that somebody guesses first: by rule, so that no list of millions is needed.

One is easy when all of it is made of a thing again and again, of keys next to each other, of the most common words in
any language that we speak, or of names that others know. One word more that is none of these is enough.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parents[1] / "content" / "easy_to_guess.json"
FEWEST_SIGNS = 4
"""Different ones: with fewer it is no more than a pattern."""
FEWEST_KEYS = 3
"""Next to each other on a keyboard, so that it is no chance."""
MOST_FILLING = 4
"""Digits and signs that people put before, between or after words: a year, a "1!"."""
SHORTEST_NAME = 3
_LOOKS_LIKE = str.maketrans("0134578@$!", "oieastbasi")
_OR_LIKE = str.maketrans("0134578@$!", "oleastbasl")


def easy(passphrase: str, names: tuple[str, ...] = ()) -> str:
    """Which rule finds it: "same", "keys", "common" or "names"; empty for none.

    ``names``: what others know of its owner and of us, such as the account's and the practice's name.
    """
    text = _plain(passphrase)
    if len(set(text)) < FEWEST_SIGNS or _is_one_thing(text):
        return "same"
    if _is_made_of(text, frozenset(), filling=False):
        return "keys"
    if _is_made_of(text, _common()):
        return "common"
    own = frozenset(word for name in (*_facts()["ours"], *names) for word in _words(name))
    return "names" if _is_made_of(text, _common() | own) else ""


def _plain(text: str) -> str:
    """Small letters without accents, digits, and the signs that stand for letters."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if sign.isalnum() or sign in "@$!")


def _words(name: str) -> list[str]:
    """The words of a name, and the name as one."""
    parts = [_plain(part) for part in re.split(r"[\W_]+", unicodedata.normalize("NFC", name))]
    return [part for part in (*parts, "".join(parts)) if len(part) >= SHORTEST_NAME]


def _is_one_thing(text: str) -> bool:
    """Whether it is one sign, word or bar of them again and again, the last time perhaps cut short."""
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def _is_made_of(text: str, pieces: frozenset[str], *, filling: bool = True) -> bool:
    """Whether nothing is left of it once these pieces and runs of keys are taken out.

    ``filling``: a few digits or signs may stand between them, but not two fillings one after the other.
    """
    readings = (text, text.translate(_LOOKS_LIKE), text.translate(_OR_LIKE))
    lengths = sorted({len(piece) for piece in pieces})
    after_piece, after_filling = {0}, set[int]()
    for at in range(len(text)):
        if at not in after_piece and at not in after_filling:
            continue
        for end in (at + n for n in lengths):
            has_letter = any(sign.isalpha() for sign in text[at:end])
            if has_letter and any(reading[at:end] in pieces for reading in readings):
                after_piece.add(end)
        after_piece |= {at + n for n in range(FEWEST_KEYS, len(text) - at + 1) if _is_run(text[at : at + n])}
        if filling and at in after_piece:
            between = re.match(rf"[\d@$!]{{0,{MOST_FILLING}}}", text[at:])
            after_filling |= {at + n for n in range(1, len(between[0]) + 1)} if between else set()
    return len(text) in after_piece or len(text) in after_filling


def _is_run(text: str) -> bool:
    return any(text in row for row in _rows())


@cache
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return found


@cache
def _common() -> frozenset[str]:
    return frozenset(_plain(word) for words in _facts()["words"].values() for word in words)


@cache
def _rows() -> tuple[str, ...]:
    """Rows of keys, also from the other end."""
    return tuple(way for row in _facts()["keys"] for way in (row, row[::-1]))
