"""Rules about what did not happen: each cause once, run twice at once too, and gone when its cause is."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns import closing, raise_concern, timed, tuning, words_of
from app.care.concerns.limits import LIMITS
from app.db import new_id
from app.models import Concern, Delivered, Measurement, Question, ReminderSetting
from tests import factories
from tests.care.progress import plans
from tests.care.reminders import stories
from tests.support import at_once


@pytest.fixture
def world(frozen_clock, each_database):
    with each_database.write() as session:
        return factories.world(session)


@pytest.fixture
def plan(each_database, world):
    """`plan(kind, owner=…, ends=…)` puts one line into the plans of Rosa and of Ruben alike; Rosa's comes back."""
    versions = {}

    def make(kind="activity", owner="patient", ends=60, starts=-10, **content):
        with each_database.write() as session:
            made = []
            for person in (world.rosa_patient, world.ruben_patient):
                if person.id not in versions:
                    versions[person.id] = plans.version(session, person, world.nurse)
                made.append(
                    plans.item(session, versions[person.id], kind, owner=owner, starts=starts, ends=ends, **content)
                )
            return made

    return make


@pytest.fixture
def look(each_database):
    """What a pass of the job raises; then what is open, as (rule, whose, times)."""

    def run(rule):
        with each_database.write() as session:
            timed.raise_due(session, clock.today("America/Edmonton"))
        with each_database.read() as session:
            query = sa.select(Concern).where(Concern.rule == rule, Concern.closed_at.is_(None))
            return list(session.scalars(query.order_by(Concern.patient_id)))

    return run


def people(rows):
    return sorted(row.patient_id for row in rows)


def close_all(database, world):
    with database.write() as session:
        for row in session.scalars(sa.select(Concern).where(Concern.closed_at.is_(None))):
            person = world.rosa_patient if row.patient_id == world.rosa_patient.id else world.ruben_patient
            closing.close(session, world.grant(session, world.nurse, person), row.id, "talked", "Rang.")


# The team's own promises.


@pytest.mark.parametrize(("ends", "late"), [(0, 0), (-1, 1), (-9, 1)])
def test_a_team_promise_is_late_from_the_next_day(each_database, world, plan, look, ends, late):
    rosas, rubens = plan(owner=world.physician.id, ends=ends, what="Write the letter")
    with each_database.write() as session:
        session.add(
            Delivered(
                patient_id=rubens.patient_id, key=rubens.key, number=1, side="team", answer="kept", words="",
                actor_id=world.nurse.id, capacity="team", at=clock.now(),
            )
        )  # fmt: skip
    found = look("late_promise")
    assert people(found) == [world.rosa_patient.id] * late
    if late:
        assert (found[0].owner_id, found[0].subject, found[0].times) == (world.physician.id, rosas.key, 1)
        assert "it is not done: Write the letter." in words_of(found[0])
        assert look("late_promise")[0].times == 1


def test_what_the_person_does_is_never_late(world, plan, look):
    plan(owner="patient", ends=-3, what="Walk")
    assert look("late_promise") == []


def test_a_late_promise_that_is_kept_leaves_the_list(each_database, world, plan, look):
    rosas, _ = plan(owner=world.nurse.id, ends=-2, what="Write the letter")
    assert len(look("late_promise")) == 2
    with each_database.write() as session:
        session.add(
            Delivered(
                patient_id=rosas.patient_id, key=rosas.key, number=1, side="person", answer="kept", words="",
                actor_id=world.rosa.id, capacity="self", at=clock.now(),
            )
        )  # fmt: skip
    assert people(look("late_promise")) == [world.ruben_patient.id]


def test_a_cause_comes_once_also_when_its_line_was_closed(each_database, world, plan, look, frozen_clock):
    plan(owner=world.nurse.id, ends=-2, what="Write the letter")
    look("late_promise")
    close_all(each_database, world)
    frozen_clock.move(days=1)
    assert look("late_promise") == []


def test_two_passes_at_the_same_moment_raise_one_line(each_database, world, plan, look):
    plan(owner=world.nurse.id, ends=-2, what="Write the letter")
    at_once.both(each_database, lambda session: timed.raise_due(session, clock.today("America/Edmonton")))
    assert [row.times for row in look("late_promise")] == [1, 1]


def test_the_practice_may_wait_longer(each_database, world, plan, look, frozen_clock):
    plan(owner=world.nurse.id, ends=-2, what="Write the letter")
    with each_database.write() as session:
        tuning.set_for_practice(session, world.physician, "late_days", 2, "Letters take long", seen="")
    assert look("late_promise") == []
    frozen_clock.move(days=1)
    assert len(look("late_promise")) == 2


# Contacts of which nobody said whether they took place.


@pytest.mark.parametrize(("ends", "missed"), [(-2, 0), (-3, 1)])
def test_a_contact_past_its_time(each_database, world, plan, look, ends, missed):
    rosas, rubens = plan("follow_up", ends=ends, with_whom="the eye clinic", how="visit")
    with each_database.write() as session:
        plans.entry(session, rubens, world.ruben, clock.today("America/Edmonton") + timedelta(days=ends))
    found = look("missed_follow_up")
    assert people(found) == [world.rosa_patient.id] * missed
    if missed:
        assert "A visit with the eye clinic" in words_of(found[0])
        with each_database.write() as session:
            plans.entry(session, rosas, world.rosa, date(2026, 3, 7))
        assert look("missed_follow_up") == []


# Nothing written down where somebody asked to be reminded.


def put_on_day(database, world, *lines, remind=True):
    with database.write() as session:
        for line in lines:
            who = world.rosa if line.patient_id == world.rosa_patient.id else world.ruben
            stories.on_my_day(session, line, who, remind=remind)


def test_fourteen_days_without_an_entry(each_database, world, plan, look, frozen_clock):
    rosas, rubens = plan(what="Walk")
    put_on_day(each_database, world, rosas, rubens)
    frozen_clock.move(days=13)
    assert look("silent") == []
    with each_database.write() as session:
        plans.entry(session, rubens, world.ruben, clock.today("America/Edmonton"), "not_this_time")
    frozen_clock.move(days=1)
    (found,) = look("silent")
    assert (found.patient_id, found.band, found.times) == (world.rosa_patient.id, 3, 1)
    assert words_of(found).startswith("Nothing written down for 14 days, and asked to be reminded: Walk.")
    frozen_clock.move(days=3)
    assert [row.times for row in look("silent")] == [1], "one gentle check, not one a day"
    with each_database.write() as session:
        plans.entry(session, rosas, world.rosa, clock.today("America/Edmonton"))
    assert look("silent") == []
    frozen_clock.move(days=14)
    assert world.rosa_patient.id in people(look("silent")), "a new silence is a new cause"


def test_a_reading_is_an_entry_too(each_database, world, plan, look, frozen_clock):
    rosas, rubens = plan(what="Weigh myself", measure="weight")
    put_on_day(each_database, world, rosas, rubens)
    frozen_clock.move(days=10)
    with each_database.write() as session:
        session.add(
            Measurement(
                patient_id=rubens.patient_id, kind="weight", values={"weight": 80}, unit="kg", canonical=80.0,
                happened_at=clock.now(), recorded_at=clock.now(), client_key=new_id(), actor_id=world.ruben.id,
                capacity="self",
            )
        )  # fmt: skip
    frozen_clock.move(days=4)
    assert people(look("silent")) == [world.rosa_patient.id]


@pytest.mark.parametrize(
    ("every", "quiet", "asked"), [("", 13, 14), ("weeks3", 33, 34), ("month", 43, 44), ("months3", 60, 0)]
)
def test_what_is_for_once_in_weeks_is_no_silence_in_between(
    each_database, world, plan, look, frozen_clock, every, quiet, asked
):
    """On the day since 10 March; it is for 31 March or 10 April next, and from the day before on silence counts."""
    rhythm = {"every": every, "first_on": "2026-03-10"} if every else {}
    put_on_day(each_database, world, plan(what="Weigh the salt", **rhythm)[0])
    frozen_clock.move(days=quiet)
    assert look("silent") == []
    if asked:
        frozen_clock.move(days=asked - quiet)
        assert len(look("silent")) == 1


@pytest.mark.parametrize("how", ["no reminders", "off the day", "kind off", "window over"])
def test_who_did_not_ask_is_not_asked(each_database, world, plan, look, frozen_clock, how):
    rosas, _ = plan(what="Walk", ends=12 if how == "window over" else 60)
    put_on_day(each_database, world, rosas, remind=how != "no reminders")
    frozen_clock.move(minutes=1)
    with each_database.write() as session:
        if how == "off the day":
            stories.on_my_day(session, rosas, world.rosa, on=False)
        if how == "kind off":
            session.add(
                ReminderSetting(
                    account_id=world.rosa.id, patient_id=rosas.patient_id, off=["activity"], times={},
                    quiet_from=stories.NO_QUIET, quiet_to=stories.NO_QUIET, time_zone="UTC",
                )
            )  # fmt: skip
    frozen_clock.move(days=20)
    assert look("silent") == []


def test_one_person_may_be_left_in_peace_for_longer(each_database, world, plan, look, frozen_clock):
    put_on_day(each_database, world, *plan(what="Walk"))
    with each_database.write() as session:
        grant = world.grant(session, world.nurse)
        tuning.set_for_person(session, grant, "silent_days", 30, "Away a lot", seen="")
    frozen_clock.move(days=14)
    assert people(look("silent")) == [world.ruben_patient.id]
    frozen_clock.move(days=16)
    assert len(look("silent")) == 2


# Questions.


def test_a_late_question_that_nobody_has_comes_back_once(each_database, world, plan, look, frozen_clock):
    rosas, _ = plan(what="Walk")
    with each_database.write() as session:
        asked = Question(
            patient_id=rosas.patient_id, key=rosas.key, number=1, words="How far?", asked_by_id=world.rosa.id,
            capacity="self", asked_at=clock.now(), owner_id=world.nurse.id, promised_by=clock.now(),
        )  # fmt: skip
        session.add(asked)
        session.flush()
        grant = world.grant(session, world.rosa)
        first = raise_concern(session, grant, rule="question_waiting", subject=asked.id, why={"words": "How far?"})
    frozen_clock.move(hours=1)
    assert [row.id for row in look("question_waiting")] == [first.id], "it is on the list already"
    close_all(each_database, world)
    (again,) = look("question_waiting")
    assert (again.owner_id, again.due_at, again.times) == (world.nurse.id, asked.promised_by, 1)
    assert "past the promised time and not answered: How far?" in words_of(again)
    close_all(each_database, world)
    assert look("question_waiting") == []


def test_every_limit_lies_in_its_own_range_and_names_its_rule():
    from app.care.concerns import RULES

    for limit in LIMITS.values():
        assert limit.least <= limit.usual <= limit.most
        assert limit.rule in RULES
        assert limit.source
