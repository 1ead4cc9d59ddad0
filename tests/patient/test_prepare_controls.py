"""Every kind of question on the phone, from a form that somebody else wrote."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.questionnaires import answering, assignment, store, walk
from app.models import Answer
from tests.care.questionnaires.forms import ask, coding, extension, form, group, options, when

HIDDEN = [extension("questionnaire-hidden", valueBoolean=True)]
FORM = form(
    ask("/line", text="<b>Your</b> nickname?", prefix="1)"),
    ask("weight", "decimal", extension=[extension("questionnaire-unit", valueCoding={"code": "kg"})]),
    ask("stairs", "integer"),
    ask("since", "date", extension=[extension("maxValue", valueDate="2026")]),
    ask("pets", repeats=True),
    ask("tea", "open-choice", answerOption=options("green", "black")),
    ask("spoons", "integer", answerOption=[{"valueInteger": 1}, {"valueInteger": 2}]),
    group(
        "g",
        ask("secret", extension=HIDDEN, initial=[{"valueString": "x"}]),
        ask("guess", initial=[{"valueString": "Suggested"}], enableWhen=[when("secret", "=", answerString="x")]),
    ),
    ask("must", "choice", required=True, answerOption=[{"valueCoding": coding("yes")}]),
    {"linkId": "bye", "type": "display", "text": "That was all."},
)


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def base(database, world):
    with database.write() as session:
        done = store.import_file(session, system(""), json.dumps(FORM).encode())
        today = clock.today(world.rosa_patient.time_zone)
        made = assignment.assign(
            session,
            world.grant(session, world.nurse),
            done.questionnaire.id,
            reader_id=world.nurse.id,
            opens_on=today,
            closes_on=today + timedelta(days=1),
        )
        begun = answering.start(session, world.grant(session, world.rosa), made.id)
        return f"/patients/{world.rosa_patient.id}/prepare/{begun.id}"


def values(database, link):
    with database.read() as session:
        return session.scalars(sa.select(Answer).where(Answer.link_id == link)).one().values


ANSWERS = [
    ("/line", {"answer": "Rosie <i>"}, [{"valueString": "Rosie <i>"}]),
    ("weight", {"answer": "72,5"}, [{"valueDecimal": 72.5}]),
    ("stairs", {"answer": "12"}, [{"valueInteger": 12}]),
    ("since", {"answer": "2026-02-01"}, [{"valueDate": "2026-02-01"}]),
    ("tea", {"answer": "other", "other": "Mint"}, [{"valueString": "Mint"}]),
    ("tea", {"answer": "1"}, [{"valueCoding": coding("black")}]),
    ("spoons", {"answer": "1"}, [{"valueInteger": 2}]),
]


@pytest.mark.parametrize(("link", "typed", "kept"), ANSWERS)
def test_each_kind_is_stored_and_shown_again(database, rosa, base, link, typed, kept):
    path = f"{base}/{walk.token(link)}"
    rosa.submit(rosa.get(path), button="Next", **typed)
    assert values(database, link) == kept
    rosa.submit(rosa.get(path), button="Next")  # what is shown is what is stored
    assert values(database, link) == kept


WRONG = [
    ("weight", "heavy", "Write a number"),
    ("stairs", "1.5", "whole number"),
    ("since", "2027-01-01", "or less"),
    ("spoons", "9", "one of the answers"),
]


@pytest.mark.parametrize(("link", "typed", "words"), WRONG)
def test_what_is_wrong_is_said_at_the_field(rosa, base, link, typed, words):
    page = rosa.post(f"{base}/{link}", status=422, answer=typed)
    assert page.says(words)


def test_markup_of_a_form_stays_text(rosa, base):
    page = rosa.get(f"{base}/{walk.token('/line')}")
    assert page.h1 == "1) <b>Your</b> nickname?"


def test_several_lines_grow_one_by_one(database, rosa, base):
    page = rosa.get(f"{base}/pets")
    page = rosa.submit(page, button="Add one more", answer="Cat")
    assert len(page.tree.all("input", name="answer")) == 2
    page = rosa.submit(page, button="Next", answer=["Cat", "Dog"])
    assert values(database, "pets") == [{"valueString": "Cat"}, {"valueString": "Dog"}]


def test_what_the_form_suggests_is_stored_only_when_the_person_says_so(database, rosa, base):
    page = rosa.get(f"{base}/guess")
    assert "Suggested" in page.html
    rosa.get(f"{base}/secret", status=404)
    rosa.submit(page, button="Next")
    assert values(database, "guess") == [{"valueString": "Suggested"}]


def test_required_questions_wait(rosa, base):
    page = rosa.submit(rosa.get(f"{base}/must"), button="Next", status=422)
    assert page.says("Choose one answer.")
    rosa.submit(page, button="Back")


def test_closing_words_stand_on_the_last_page(rosa, base):
    assert rosa.get(f"{base}/check").says("That was all.")
