"""What people read stays easy: English of more than twelve words at Flesch–Kincaid grade 6 or below, 8 for safety.

Every string that a page for the person, a helper or a visitor may show is looked at, and the texts of our own forms.
Instruments keep their owners' words. Formulas fit English only; other languages are read by people.
"""

import json
import re
from functools import cache

import pytest

from app.care.questionnaires.store import CONTENT
from app.cli import catalogue
from tests.support.readability import grade, syllables, words

LIMIT, SAFETY_LIMIT = 6.0, 8.0
LONG = 12
DATA = CONTENT.parent
STAFF = ("app/templates/provider", "app/templates/plan_editor", "app/provider", "app/cli", "app/care/concerns")
SAFETY = ("app/templates/patient/measure/_help.html", "app/templates/pwa/help_now.html", "app/care/progress/flags.py")
"""Consent and safety: where these are said, a hard word may be the right one."""
EXCEPTIONS: dict[str, str] = {
    "Some formatting of a text cannot be shown": "said to whoever imports a form",
    "It asks for a link to another record": "said to whoever imports a form",
    "The list of its answers holds rules": "said to whoever imports a form",
    "Its answers are in a list that is not": "said to whoever imports a form",
    "Walk to the corner shop and back, on Monday": "made-up words of a person in the gallery",
}
STANDS_FOR = {"n": "3", "number": "3", "count": "3", "most": "3", "least": "3", "day": "Friday", "when": "Friday"}


def strings():
    """(text, where) for every sentence that people may read, with a usual word in each gap."""
    for message in catalogue.extract():
        places = [place for place, _line in message.locations]
        if not message.id or all(place.startswith(STAFF) for place in places):
            continue
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            yield re.sub(r"%\((\w+)\)[sd]", lambda gap: STANDS_FOR.get(gap[1], "Rosa"), text), places
    for path in sorted(DATA.rglob("*.json")):
        if "questionnaires" not in path.parts and "demo" not in path.parts:
            yield from (
                (text, [path.relative_to(DATA).as_posix()]) for text in _english(json.loads(path.read_text()))
            )
    for path in sorted(CONTENT.glob("*.json")):
        form = json.loads(path.read_text(encoding="utf-8"))
        if "handrail" in form["url"] and not form.get("copyright"):
            yield from ((text, [path.name]) for text in _texts(form))


def _english(node):
    """Every text that stands under "en": starter lines, symptom plans, lists for a change of place, red answers."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _strings(value) if name == "en" else _english(value)
    elif isinstance(node, list):
        for each in node:
            yield from _english(each)


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, (dict, list)):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _strings(each)


def _texts(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("text", "title", "display", "valueString") and isinstance(value, str):
                yield value
            elif not name.startswith("_"):  # beside a text stand its translations
                yield from _texts(value)
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each)


@cache  # when a test asks, not when it is collected: every worker collects
def every_string():
    return list(strings())


@cache
def too_hard():
    return [
        (text, round(grade(text), 1), places)
        for text, places in every_string()
        if len(words(text)) > LONG
        and grade(text) > (SAFETY_LIMIT if any(place.startswith(SAFETY) for place in places) else LIMIT)
    ]


def test_what_people_read_is_easy():
    hard = [
        f"{number}: {text} ({places[0]})"
        for text, number, places in too_hard()
        if not text.startswith(tuple(EXCEPTIONS))
    ]
    assert not hard, (
        "Too hard to read. Say one thing in a sentence, with short words; then read it aloud:\n" + "\n".join(hard)
    )


def test_exceptions_are_still_needed():
    hard = [text for text, _number, _places in too_hard()]
    stale = [start for start in EXCEPTIONS if not any(text.startswith(start) for text in hard)]
    assert not stale, f"{stale}: easy now, or gone. Take the line out of EXCEPTIONS."


def test_enough_is_looked_at():
    assert sum(1 for text, _places in every_string() if len(words(text)) > LONG) > 100
    data = {place.split("/")[0] for _text, places in every_string() for place in places if place.endswith(".json")}
    assert {"zones", "transitions", "starters", "red_answers.json"} <= data


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # by hand, from the formula
        ("The cat sat on the mat.", -1.4),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
        ("You do not have to decide today. Your care goes on whatever you answer.", 3.2),
    ],
)
def test_the_grade_is_the_published_one(text, number):
    assert grade(text) == pytest.approx(number, abs=0.6)


@pytest.mark.parametrize(
    ("word", "count"),
    [("plan", 1), ("care", 1), ("whatever", 3), ("emergency", 4), ("breathing", 2), ("questions", 2), ("table", 2),
     ("needed", 2), ("watched", 1), ("places", 2), ("times", 1), ("medicines", 3), ("people", 2), ("you’ve", 1),
     ("30", 1)],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count
