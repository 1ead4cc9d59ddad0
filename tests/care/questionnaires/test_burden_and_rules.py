"""A monthly number of questions, rules that ask by themselves, and forms about a helper."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.questionnaires import answering, assignment, overview, rules_about_asking, sheet, store
from app.care.questionnaires.burden import asked_lately, questions_in
from app.errors import Forbidden, Invalid, NotFound
from app.models import Assignment, AuditEvent
from tests import factories


@pytest.fixture(autouse=True)
def still(frozen_clock):
    """The clock stands before anybody joins a team."""
    return frozen_clock


@pytest.fixture
def nurses(database, world):
    """`nurses(function, *arguments)` calls it as the nurse for Rosa, in a transaction of its own."""

    def call(function, *arguments, who=None, person=None, **more):
        with database.write() as session:
            return function(session, world.grant(session, who or world.nurse, person), *arguments, **more)

    return call


def today(world):
    return clock.today(world.rosa_patient.time_zone)


def rows(database):
    with database.read() as session:
        return session.scalars(sa.select(Assignment).order_by(Assignment.assigned_at)).all()


def due(database, world, most=60):
    with database.write() as session:
        return rules_about_asking.ask_what_is_due(session, world.rosa_patient.id, most)


def window(world):
    return {"opens_on": today(world), "closes_on": today(world) + timedelta(days=7), "reader_id": world.nurse.id}


def test_questions_are_counted_as_a_person_meets_them(forms, database):
    with database.read() as session:
        found = {name: session.get(store.Questionnaire, forms[name]) for name in ("phq-2-then-9", "phq-9")}
        counts = {name: questions_in(store.of(one)) for name, one in found.items()}
    assert counts == {"phq-2-then-9": 2, "phq-9": 10}


def test_a_month_counts_what_was_asked_of_this_person_only(database, world, forms, asked, nurses, frozen_clock):
    asked("phq-9")
    asked("phq-9", person=world.ruben_patient)
    withdrawn = asked("gad-7")
    nurses(assignment.withdraw, withdrawn)

    def count():
        with database.read() as session:
            return asked_lately(session, world.grant(session, world.nurse), today(world))

    assert count() == 10
    frozen_clock.move(days=29)
    assert count() == 10
    frozen_clock.move(days=1)
    assert count() == 0


def test_going_over_needs_a_tick_and_is_noted(database, world, forms, nurses):
    with pytest.raises(Invalid) as refusal:
        nurses(assignment.assign, forms["phq-9"], most=9, **window(world))
    assert "anyway" in refusal.value.fields
    nurses(assignment.assign, forms["phq-9"], most=10, **window(world))
    nurses(assignment.assign, forms["gad-7"], most=10, anyway=True, **window(world))
    with database.read() as session:
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.kind == "assignment")).all()
    assert acts == ["assign", "assign over the limit"]


def rule(nurses, world, form, kind="weeks", number=4, **more):
    return nurses(rules_about_asking.add, form, kind=kind, number=number, reader_id=world.nurse.id, **more)


def test_every_few_weeks(database, world, forms, nurses, frozen_clock):
    rule(nurses, world, forms["check-in"], why="How is it going?")
    assert due(database, world) == 1
    assert due(database, world) == 0, "run twice at once it asks once"
    frozen_clock.move(days=27)
    assert due(database, world) == 0
    frozen_clock.move(days=1)
    assert due(database, world) == 1
    first, second = rows(database)
    assert (second.opens_on - first.opens_on).days == 28
    assert (first.origin, first.why, first.reader_id) == ("weeks", "How is it going?", world.nurse.id)
    assert (first.closes_on - first.opens_on).days == 14


def test_a_rule_waits_when_the_month_is_full(database, world, forms, nurses, asked, frozen_clock):
    asked("phq-9")
    rule(nurses, world, forms["check-in"])
    assert due(database, world, most=11) == 0
    frozen_clock.move(days=30)
    assert due(database, world, most=11) == 1


def test_an_ended_rule_asks_no_more(database, world, forms, nurses, frozen_clock):
    made = rule(nurses, world, forms["check-in"])
    nurses(rules_about_asking.end, made.id)
    nurses(rules_about_asking.end, made.id)
    assert due(database, world) == 0
    with database.read() as session:
        assert rules_about_asking.people_with_rules(session) == []


def test_before_a_review_and_before_a_visit(database, world, forms, nurses, frozen_clock, monkeypatch):
    start = today(world)
    monkeypatch.setattr(rules_about_asking, "_reviews", lambda *_: [start + timedelta(days=30)])
    monkeypatch.setattr(rules_about_asking, "_visits", lambda *_: [start + timedelta(days=40)])
    rule(nurses, world, forms["check-in"], kind="review", number=14)
    rule(nurses, world, forms["company"], kind="visit", number=10)
    frozen_clock.move(days=15)
    assert due(database, world) == 0
    frozen_clock.move(days=1)
    assert due(database, world) == 1
    assert due(database, world) == 0
    frozen_clock.move(days=14)
    assert due(database, world) == 1
    review, visit = rows(database)
    assert (review.origin, review.visit_on, review.closes_on) == ("review", *[start + timedelta(days=30)] * 2)
    assert (visit.origin, visit.visit_on) == ("visit", start + timedelta(days=40))


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "moon"}, "kind"), ({"number": 0}, "number"), ({"number": 53}, "number"), ({"number": None}, "number"),
     ({"form": "nowhere"}, "questionnaire"), ({"reader_id": "nobody"}, "reader"), ({"why": "x" * 301}, "why")],
)  # fmt: skip
def test_a_rule_is_checked(world, forms, nurses, more, field):
    facts = {"kind": "weeks", "number": 4, "why": "", "reader_id": world.nurse.id} | more
    which = facts.pop("form", forms["check-in"])
    with pytest.raises(Invalid) as refusal:
        nurses(rules_about_asking.add, which, **facts)
    assert field in refusal.value.fields


def test_rules_are_for_those_who_may_ask(world, forms, nurses):
    with pytest.raises(Forbidden):
        nurses(rules_about_asking.add, forms["check-in"], kind="weeks", number=4, reader_id="", who=world.clerk)


@pytest.fixture
def helper(database, world):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    return world.stranger


def test_a_form_about_a_helper_is_that_helpers_alone(database, world, forms, nurses, helper):
    with pytest.raises(Invalid) as refusal:
        nurses(assignment.assign, forms["caregiver-strain"], **window(world))
    assert "helper" in refusal.value.fields
    made = nurses(assignment.assign, forms["caregiver-strain"], helper_id=helper.id, **window(world)).id
    with pytest.raises(NotFound):
        nurses(answering.start, made, who=world.rosa)
    begun = nurses(answering.start, made, who=helper).id
    nurses(answering.save, begun, "what-is-hard", who=helper, given=["The nights"])
    with database.read() as session:
        mine, hers = (world.grant(session, who) for who in (helper, world.rosa))
        assert [one.assignment.id for one in sheet.waiting(session, mine, today(world))] == [made]
        assert sheet.waiting(session, hers, today(world)) == []
        with pytest.raises(NotFound):
            sheet.load(session, hers, begun)
        assert sheet.load(session, world.grant(session, world.nurse), begun)
        assert overview.sent(session, hers) == []
