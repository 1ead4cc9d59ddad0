"""Starter plans: each fits its kinds, is whole in both languages and easy to read, and doses nothing."""

import json
import re
from datetime import date

import pytest
from babel.dates import get_month_names

from app.care.plan import starters
from app.care.plan.kinds import KINDS
from tests.support.readability import grade, words

LANGUAGES = ("en", "es")
LIMIT, LONG, LONGEST_SENTENCE = 6.0, 12, 15
NEVER = {"what_matters", "strength", "goal", "wish"}
"""Kinds that hold what only the person can say."""
TO_COME = {"problem", "treatment", "symptom_zones"}
"""Kinds that an installation may not have yet; their lines are left out until then."""
DOSE = re.compile(r"\b(mg|mcg|µg|ml|IU|UI|tablets?|pills?|puffs?|units|pastillas?|comprimidos?|unidades)\b", re.I)
MONTHS = {"en": get_month_names(locale="en"), "es": get_month_names(locale="es")}
BOTH = [(name, tag) for name in starters.names() for tag in LANGUAGES]
EARLY = date(2026, 3, 10)


def raw(name):
    return starters.source(name)


def texts(value):
    """Every text of a file that stands there in languages."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield value
        else:
            for each in value.values():
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_there_are_enough():
    assert len(starters.names()) >= 6


@pytest.mark.parametrize("name", starters.names())
def test_every_text_is_there_in_both_languages(name):
    found = list(texts(raw(name)))
    assert len(found) > 20
    for text in found:
        assert set(text) == set(LANGUAGES), text
        assert all(value.strip() == value != "" for value in text.values()), text


@pytest.mark.parametrize(("name", "tag"), BOTH)
def test_every_line_fits_its_kind(name, tag):
    for each in raw(name)["lines"]:
        assert each["kind"] in {*KINDS, *TO_COME} - NEVER, each
    found = starters.one(name, tag, EARLY)
    assert found.language == tag
    for line in found.lines:
        parsed = line.kind.parse({**line.content, **dict.fromkeys(line.links, "2" * 16)})
        for field, value in line.content.items():
            assert parsed[field] == value, f"{name}: {line.name} says {field}, which its kind does not keep"
        assert line.title, line


@pytest.mark.parametrize("name", starters.names())
def test_owner_and_weeks_stand_at_things_to_do_only(name):
    for each in raw(name)["lines"]:
        if (kind := KINDS.get(each["kind"])) and kind.is_to_do:
            assert each["owner"] in ("patient", "team"), each
            assert 1 <= each["weeks"] <= 26, each
        else:
            assert not {"owner", "weeks"} & set(each), each


@pytest.mark.parametrize("name", starters.names())
def test_links_lead_to_lines_before_them(name):
    before = {}
    for each in raw(name)["lines"]:
        assert each["name"] not in before, each
        assert re.fullmatch(r"[a-z-]{2,30}", each["name"]), each
        for field, to in each.get("links", {}).items():
            assert before.get(to) in KINDS[each["kind"]].links[field], each
        before[each["name"]] = each["kind"]


@pytest.mark.parametrize("name", starters.names())
def test_nothing_is_dosed(name):
    wrong = [value for text in texts(raw(name)) for value in text.values() if DOSE.search(value)]
    assert not wrong, f"{wrong}: a starter says nothing of how much of a medicine. Take it out."


@pytest.mark.parametrize("name", starters.names())
def test_english_is_easy(name):
    found = [text["en"] for text in texts(raw(name))]
    hard = [(round(grade(text), 1), text) for text in found if len(words(text)) > LONG and grade(text) > LIMIT]
    assert not hard, "Say one thing in a sentence, with short words."
    long = [one for text in found for one in re.split(r"(?<=[.?!])\s", text) if len(words(one)) > LONGEST_SENTENCE]
    assert not long, "Make two sentences of each."


@pytest.mark.parametrize("name", starters.names())
def test_the_source_says_when_it_was_checked(name):
    checked = date.fromisoformat(raw(name)["checked_on"])
    for tag in LANGUAGES:
        said = raw(name)["source"][tag]
        assert all(each in said for each in ("Handrail", MONTHS[tag][checked.month], str(checked.year)))


def test_files_are_written_the_same_way():
    for path in starters.CONTENT.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n", path.name
