"""Questions for somebody who is alone: a gate before them, a way out, and no road around it."""

import pytest
import sqlalchemy as sa

from app.models import Answer
from app.sealing import is_sealed_value
from tests import factories
from tests.care.questionnaires.forms import ask, form, group
from tests.patient.asking import ask_rosa, open_form

OWN = "https://handrail.example/extensions/"
ALONE = [{"url": OWN + "alone", "valueBoolean": True}]
FORM = form(ask("first"), group("safe", ask("s1"), ask("s2"), extension=ALONE), ask("last"))


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def gate(database, world, rosa):
    page = open_form(rosa, world, ask_rosa(database, world, FORM))
    return rosa.submit(page, button="Next", answer="tea")


def stored(database):
    with database.read() as session:
        shut = {link for link, value in session.execute(sa.select(Answer.link_id, Answer.values)) if value and
                is_sealed_value(value)}  # fmt: skip
        assert shut <= {"s1", "s2"}
        rows = session.scalars(sa.select(Answer)).all()
        assert {row.link_id for row in rows if row.link_id in ("s1", "s2") and row.values} == shut, "sealed at rest"
        return {row.link_id: (row.values, row.how) for row in rows}


def test_the_gate_asks_first_and_shows_nothing_of_the_question(gate):
    assert "Are you alone?" in gate.h1
    assert gate.says("Only your care team", "I am alone, go on", "skip these questions", "Leave this page quickly")
    assert "Question s1" not in gate.html


def test_after_it_the_questions_come_with_a_way_out(rosa, gate):
    page = rosa.submit(gate, button="I am alone")
    assert page.h1 == "Question s1?"
    assert page.says("Leave this page quickly")
    page = rosa.submit(page, button="Next", answer="hush")
    assert page.h1 == "Question s2?"
    page = rosa.submit(page, button="Next", answer="hush too")
    assert page.h1 == "Question last?"
    assert not page.says("Leave this page quickly")


def test_nothing_is_stored_behind_a_closed_gate(database, rosa, gate):
    page = rosa.post(gate.path, answer="hush", go="next", csrf_token=rosa.token())
    assert "Are you alone?" in page.h1
    assert "s1" not in stored(database)


def test_not_now_skips_them_all_and_goes_on(database, rosa, gate):
    page = rosa.submit(gate, button="Not now")
    assert page.h1 == "Question last?"
    assert stored(database)["s1"] == stored(database)["s2"] == ([], "skipped")


def test_the_gate_closes_after_a_quarter_of_an_hour(frozen_clock, rosa, gate):
    page = rosa.submit(gate, button="I am alone")
    frozen_clock.move(minutes=14)
    assert rosa.get(page.path).h1 == "Question s1?"
    frozen_clock.move(minutes=2)
    assert "Are you alone?" in rosa.get(page.path).h1


def test_the_way_out_closes_the_gate_and_says_nothing(rosa, gate):
    page = rosa.submit(gate, button="I am alone")
    away = rosa.get(page.link("Leave this page quickly"))
    assert away.path == "/today-is"
    assert "Rosa" not in away.text
    assert "Are you alone?" in rosa.get(page.path).h1


def test_the_list_before_sending_does_not_echo_them(rosa, gate, frozen_clock):
    page = rosa.submit(rosa.submit(gate, button="I am alone"), button="Next", answer="hush")
    page = rosa.submit(page, button="Next", answer="hush too")
    page = rosa.submit(page, button="Next", answer="bye")
    assert page.says("hush", "Check your answers")
    frozen_clock.move(minutes=16)
    page = rosa.get(page.path)
    assert "hush" not in page.html
    assert page.says("Private questions: what you answered is kept")
    assert rosa.submit(page, button="Send my answers").says("The answers are sent")


def test_a_helper_never_meets_them(client_as, database, world, gate):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    helper = client_as(world.stranger)
    base = gate.path.rsplit("/", 1)[0]
    for path in (f"{base}/s1", f"{base}/s2"):
        helper.get(path, status=404)
    page = helper.get(f"{base}/check")
    assert not page.says("Question s1")
    assert page.says("Question last?")


def test_the_team_reads_them_with_a_warning(client_as, world, rosa, gate):
    page = rosa.submit(rosa.submit(gate, button="I am alone"), button="Next", answer="hush")
    page = rosa.submit(rosa.submit(page, button="Next", answer="x"), button="Next", answer="bye")
    rosa.submit(page, button="Send my answers")
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/answers")
    page = nurse.get(page.link("One"))
    assert page.says("hush", "Private: not when others are there")
