"""What is arranged has an owner, a time or a condition, and is kept once."""

from datetime import timedelta

import pytest

from app import clock
from app.care.arrangements import reading, steps
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Arrangement
from tests.care.arrangements.made import arrange, in_days


@pytest.mark.parametrize(
    ("sort", "facts", "field"),
    [
        ("visit", {"what": " "}, "what"),
        ("visit", {"with_whom": ""}, "with_whom"),
        ("visit", {"how": "boat"}, "how"),
        ("visit", {"place": ""}, "place"),
        ("visit", {"minutes": 4}, "minutes"),
        ("visit", {"minutes": 481}, "minutes"),
        ("visit", {"minutes": None}, "minutes"),
        ("visit", {"happens_at": None}, "happens_at"),
        ("visit", {"happens_at": "past"}, "happens_at"),
        ("referral", {"with_whom": ""}, "with_whom"),
        ("referral", {"due_on": None}, "due_on"),
        ("test", {"due_on": None}, "due_on"),
        ("return", {"due_on": None}, "due_on"),
        ("return", {"due_on": "past"}, "due_on"),
        ("return", {"due_on": "far"}, "due_on"),
    ],
)
def test_what_is_missing_is_named(frozen_clock, database, world, sort, facts, field):
    days = {"past": -1, "far": 731}
    facts = {
        name: (in_days(days[v]) if name == "happens_at" else in_days(days[v]).date()) if v in days else v
        for name, v in facts.items()
    }
    with database.write() as session:
        with pytest.raises(Invalid) as problem:
            arrange(session, world.grant(session, world.nurse), sort, **facts)
        assert list(problem.value.fields) == [field]
        assert session.query(Arrangement).count() == 0


def test_a_condition_is_enough_to_come_back_and_a_call_needs_no_place(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "return", due_on=None, condition="Your cough lasts more than a week")
        assert reading.for_the_person(row) == "Please come if this happens: Your cough lasts more than a week"
        assert arrange(session, nurse, "visit", how="phone", place="").minutes == 40


def test_the_owner_is_clinical_and_of_this_team(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        for stranger in (world.rosa.id, world.stranger.id):
            with pytest.raises(NotFound):
                arrange(session, nurse, "test", owner=stranger)
        for wrong in (world.clerk.id, "nobody"):
            with pytest.raises(Invalid) as problem:
                arrange(session, nurse, "test", owner=wrong)
            assert list(problem.value.fields) == ["owner_id"]
        assert arrange(session, nurse, "test", owner=world.physician.id).owner_id == world.physician.id
        assert arrange(session, nurse, "test").owner_id == world.nurse.id


def test_sent_twice_it_is_kept_once(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        assert arrange(session, nurse, "test", key="k").id == arrange(session, nurse, "test", key="k").id
        with pytest.raises(Conflict):
            arrange(session, nurse, "test", key="k", what="Another test")
        with pytest.raises(NotFound):
            arrange_other(session, nurse)


def arrange_other(session, grant):
    from app.care.arrangements import making

    making.make(session, grant, "party", {"what": "x"}, client_key="p")


def test_who_may_not_arrange(database, world):
    with database.write() as session:
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                arrange(session, world.grant(session, who), "test")


def test_a_helper_without_facts_sees_visits_and_returns_only(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        for sort in ("visit", "referral", "test", "return"):
            arrange(session, nurse, sort)
        assert {one.row.sort for one in reading.all_of(session, world.grant(session, world.otto))} == {
            "visit", "return",
        }  # fmt: skip
        assert len(reading.all_of(session, world.grant(session, world.rosa))) == 4
        assert reading.all_of(session, world.grant(session, world.ruben, world.ruben_patient)) == []


def test_the_list_before_a_visit_has_initials_and_makes_it_ready(database, world):
    from app.care.arrangements.sorts import PREP

    with database.write() as session:
        nurse, doctor = world.grant(session, world.nurse), world.grant(session, world.physician)
        row = arrange(session, nurse, "visit")
        for name in PREP:
            steps.tick(session, doctor if name == "answers" else nurse, row.id, name, done=True)
            steps.tick(session, nurse, row.id, name, done=True)  # twice is once
        one = reading.one(session, nurse, row.id)
        assert (one.is_ready, one.initials("answers"), one.initials("profile")) == (True, "PM", "NF")
        steps.tick(session, nurse, row.id, "answers", done=False)
        assert not reading.one(session, nurse, row.id).is_ready
        with pytest.raises(NotFound):
            steps.tick(session, nurse, row.id, "cake", done=True)
        with pytest.raises(NotFound):
            steps.tick(session, world.grant(session, world.nurse, world.ruben_patient), row.id, "profile", done=True)


def test_over_for_30_days_it_still_shows(frozen_clock, database, world):
    from app.care.arrangements import moving

    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "visit")
        moving.step(session, nurse, row.id, "done")
        frozen_clock.move(days=29)
        assert reading.all_of(session, nurse)
        frozen_clock.move(days=2)
        assert reading.all_of(session, nurse) == []
        assert row.closed_at == clock.now() - timedelta(days=31)
