"""Asking somebody to fill in a form: what is needed, and what is refused."""

from datetime import timedelta

import pytest

from app import clock
from app.care.questionnaires import assignment
from app.care.questionnaires.overview import asked as asked_of
from app.errors import Forbidden, Invalid, NotFound


@pytest.fixture
def today(world):
    return clock.today(world.rosa_patient.time_zone)


@pytest.fixture
def assign(database, world, forms, today):
    def do(by=None, form="check-in", **more):
        facts = {"reader_id": world.nurse.id, "opens_on": today, "closes_on": today} | more
        with database.write() as session:
            grant = world.grant(session, by or world.nurse)
            return assignment.assign(session, grant, forms.get(form, form), **facts)

    return do


def test_it_carries_why_and_who_reads_it(world, assign, today):
    made = assign(why="  So that we can plan. ", visit_on=today + timedelta(days=3))
    assert (made.why, made.reader_id, made.visit_on) == (
        "So that we can plan.",
        world.nurse.id,
        today + timedelta(days=3),
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"form": "nothing"}, "questionnaire"),
        ({"reader_id": "nobody"}, "reader"),
        ({"opens_on": None}, "opens_on"),
        ({"closes_on": None}, "closes_on"),
        ({"closes_on": -1}, "closes_on"),
        ({"closes_on": 400}, "closes_on"),
        ({"opens_on": 5, "closes_on": 4}, "closes_on"),
        ({"visit_on": -1}, "visit_on"),
        ({"why": "x" * 301}, "why"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(assign, today, facts, field):
    days = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in facts.items()}
    with pytest.raises(Invalid) as refusal:
        assign(**days)
    assert set(refusal.value.fields) == {field}


def test_the_reader_must_be_one_who_may_read(world, assign):
    with pytest.raises(Invalid):
        assign(reader_id=world.clerk.id)


def test_the_same_form_does_not_wait_twice(assign):
    assign()
    with pytest.raises(Invalid):
        assign()


@pytest.mark.parametrize("who", ["rosa", "otto", "clerk"])
def test_only_clinical_staff_ask(world, assign, who):
    with pytest.raises(Forbidden):
        assign(by=getattr(world, who))


def test_what_is_asked_can_be_withdrawn(database, world, assign):
    made = assign()
    for _ in range(2):
        with database.write() as session:
            assignment.withdraw(session, world.grant(session, world.nurse), made.id)
    with database.write() as session:
        assert asked_of(session, world.grant(session, world.nurse)) == []
        with pytest.raises(NotFound):
            assignment.withdraw(session, world.grant(session, world.nurse, world.ruben_patient), made.id)
    assign()


def test_readers_are_the_clinical_team_with_the_lead_first(database, world):
    with database.read() as session:
        found = assignment.readers(session, world.grant(session, world.nurse))
    assert [one.name for one in found] == ["Nora Field", "Paul Moore"]
