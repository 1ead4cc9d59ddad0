"""Words are explained in plain words, found in what the team wrote, and a practice can add its own."""

import json
import re

import pytest
from markupsafe import Markup, escape

from app.care import glossary
from app.care.glossary import marking, site
from app.i18n import using_locale

FORMS = {"blood pressure": "bp", "high blood pressure": "high", "statin": "statin", "ace inhibitor": "ace"}


def marked(html, own=(), forms=FORMS, met=None):
    return str(marking.mark(Markup(html), forms, lambda key: f"/w/{key}?a&b", own, met))


def link(words, key):
    return f'<a class="word" href="/w/{key}?a&amp;b">{words}</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Your Blood pressure.</p>", f"<p>Your {link('Blood pressure', 'bp')}.</p>"),
        ("<p>statin, then statin</p><p>Statin</p>", f"<p>{link('statin', 'statin')}, then statin</p><p>Statin</p>"),
        ("<p>high blood pressure</p>", f"<p>{link('high blood pressure', 'high')}</p>"),
        ("<p>statins, prostatin, statin-like, non-statin</p>", "<p>statins, prostatin, statin-like, non-statin</p>"),
        ("<dl><dt>Statin</dt><dd><bdi>Statin</bdi></dd></dl>",
         f"<dl><dt>Statin</dt><dd><bdi>{link('Statin', 'statin')}</bdi></dd></dl>"),
        ('<a href="/statin">statin</a>', '<a href="/statin">statin</a>'),
        ('<button name="statin">statin <span>statin</span></button>',
         '<button name="statin">statin <span>statin</span></button>'),
        ('<figure class="own big"><blockquote>statin</blockquote><figcaption>statin</figcaption></figure>',
         '<figure class="own big"><blockquote>statin</blockquote><figcaption>statin</figcaption></figure>'),
        ('<p>a<br>b</p><svg aria-hidden="true"><use href="#x"/></svg><p title="statin">Statin</p>',
         '<p>a<br>b</p><svg aria-hidden="true"><use href="#x"/></svg><p title="statin">'
         f'{link("Statin", "statin")}</p>'),
        ("<p>a &lt;b&gt; &amp; statin</p>", f"<p>a &lt;b&gt; &amp; {link('statin', 'statin')}</p>"),
    ],
)  # fmt: skip
def test_where_a_word_becomes_a_link(html, expected):
    assert marked(html) == expected


def test_what_was_escaped_stays_escaped():
    evil = escape('<script>alert("statin")</script>')
    assert marked(f"<p>{evil}</p>") == f"<p>{evil}</p>".replace("statin", link("statin", "statin"))


def test_own_words_are_left_alone_wherever_they_stand():
    assert marked("<dd>The statin makes me tired</dd><dd>My statin</dd>", own=["The statin makes me tired"]) == (
        f"<dd>The statin makes me tired</dd><dd>My {link('statin', 'statin')}</dd>"
    )
    assert "href" not in marked(f"<dd>{escape('Don’t & <statin>')}</dd>", own=["Don’t & <statin>"])


def test_a_line_in_two_pieces_links_a_word_once():
    met = []
    assert "href" in marked("<h1>Statin</h1>", met=met)
    assert "href" not in marked("<p>statin</p>", met=met)


def test_a_form_with_a_sign_that_is_escaped_is_found():
    assert (
        marked("<p>the O&#39;Neil test</p>", forms={"o'neil test": "x"})
        == f"<p>the {link('O&#39;Neil test', 'x')}</p>"
    )


def test_keys_and_forms_are_there_once():
    keys = [word.key for word in glossary.OURS]
    assert len(keys) == len(set(keys)) >= 60
    forms = [form.casefold() for word in glossary.OURS for form in word.written]
    assert len(forms) == len(set(forms)), sorted(form for form in forms if forms.count(form) > 1)
    assert all(site.KEY.fullmatch(key) for key in keys)


def _syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    return max(1, count - (word.endswith("e") and not word.endswith("le") and count > 1))


@pytest.mark.parametrize("word", glossary.OURS, ids=lambda word: word.key)
def test_it_is_said_in_plain_words(word):
    text = f"{word.plain} {word.more}".strip()
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if s]
    assert len(re.split(r"(?<=[.!?])\s+", str(word.plain))) == 1, "one plain sentence"
    long = [s for s in sentences if len(s.split()) > 15]
    assert not long, long
    words = re.findall(r"[\w’'-]+", text)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert grade <= 7.5, f"{word.key}: grade {grade:.1f}"


def test_all_of_them_together_are_for_a_ten_year_old():
    text = " ".join(f"{word.plain} {word.more}" for word in glossary.OURS)
    words, sentences = re.findall(r"[\w’'-]+", text), len(re.findall(r"[.!?]", text))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert grade <= 5, grade


def test_searching_and_the_alphabet(tmp_path):
    words = glossary.all_words(tmp_path)
    assert [word.key for word in glossary.search(words, " WATER pill ")] == ["diuretic"]
    assert glossary.search(words, "nothing like it") == []
    letters = list(glossary.by_letter(list(words.values())))
    assert letters == sorted(letters)
    with using_locale("en-XA"):
        assert len(glossary.all_words(tmp_path)) == len(words)


GOOD = [
    {
        "key": "fvc",
        "forms": {"en": ["FVC", "forced vital capacity"], "es": ["CVF"]},
        "plain": {"en": "How much air you can blow out.", "es": "Cuánto aire puedes soplar."},
    },
    {"key": "statin", "forms": {"en": ["statin"]}, "plain": {"en": "Our own words."}, "more": {"en": "More."}},
]


def test_a_practice_adds_and_replaces_words(tmp_path):
    found, problems = site.take_in(tmp_path, json.dumps(GOOD).encode())
    assert (len(found), problems) == (2, [])
    words = glossary.all_words(tmp_path)
    assert (str(words["statin"].plain), words["statin"].by_site) == ("Our own words.", True)
    assert glossary.forms(tmp_path)["forced vital capacity"] == "fvc"
    with using_locale("es"):
        assert str(words["fvc"].plain) == "Cuánto aire puedes soplar."
        assert glossary.forms(tmp_path)["cvf"] == "fvc"
        assert glossary.forms(tmp_path)["fvc"] == "fvc", "a plan written in English has readers of Spanish"
    site.take_in(tmp_path, b"[]")
    assert "fvc" not in glossary.forms(tmp_path)


BAD = [
    (b"not json", "not a JSON file"),
    (b"\xff\xfe", "not a JSON file"),
    (b"[" * 100_000, "not a JSON file"),
    (b"{}", "one JSON list"),
    (json.dumps([GOOD[0]] * 501).encode(), "at most 500"),
    (json.dumps([GOOD[0], GOOD[0]]).encode(), "stands twice"),
    (json.dumps(["x"]).encode(), "write an object"),
    (json.dumps([{**GOOD[0], "key": "Not A Key"}]).encode(), "small letters"),
    (json.dumps([{**GOOD[0], "key": "../../x"}]).encode(), "small letters"),
    (json.dumps([{**GOOD[0], "forms": {"es": ["x"]}}]).encode(), "in English at least"),
    (json.dumps([{**GOOD[0], "forms": {"en": ["<b>"]}}]).encode(), "forms are"),
    (json.dumps([{**GOOD[0], "forms": {"en": []}}]).encode(), "forms are"),
    (json.dumps([{**GOOD[0], "plain": {"en": "x" * 401}}]).encode(), "plain is"),
    (json.dumps([{**GOOD[0], "plain": {"en": "\u202e"}}]).encode(), "plain is"),
    (json.dumps([{**GOOD[0], "more": {"xx": "x"}}]).encode(), "more is"),
]


@pytest.mark.parametrize(("raw", "reason"), BAD)
def test_what_is_wrong_is_refused_as_a_whole(tmp_path, raw, reason):
    site.take_in(tmp_path, json.dumps(GOOD).encode())
    _found, problems = site.take_in(tmp_path, raw)
    assert any(reason in problem for problem in problems), problems
    assert "fvc" in glossary.all_words(tmp_path), "the last good one stays"
    assert [path.name for path in tmp_path.iterdir()] == [site.FILE]


@pytest.mark.parametrize("raw", [b"{", b"[1]", b"\xff"])
def test_a_file_that_went_bad_takes_no_page_down(tmp_path, raw):
    (tmp_path / site.FILE).write_bytes(raw)
    assert len(glossary.all_words(tmp_path)) == len(glossary.OURS)
