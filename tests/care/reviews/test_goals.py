"""Progress to goals: counts of days, confidence and readings, for four weeks."""

from datetime import date, timedelta

import pytest

from app import clock
from app.care import reviews
from app.care.plan import brief, day
from app.care.progress import pauses
from app.care.reviews.goals import activity_progress
from app.errors import Forbidden
from app.models import Measurement, PlanItem, ProgressEntry
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


def entry(session, world, key, day_, outcome="did", confidence=None, person=None):
    """What Rosa wrote down about one day."""
    from app.db import new_id

    person = person or world.rosa_patient
    session.add(ProgressEntry(
        patient_id=person.id, key=key, outcome=outcome, happened_on=day_, happened_at=clock.now(),
        recorded_at=clock.now(), client_key=new_id(), actor_id=world.rosa.id, capacity="self", confidence=confidence,
    ))  # fmt: skip
    session.flush()


def test_days_are_counted_once_and_confidence_has_a_trend(database, world, frozen_clock):
    with database.write() as session:
        keys = plans.offered(session, world)
        day.put_on(session, world.grant(session, world.rosa), keys["walk"])
        first = clock.today(world.rosa_patient.time_zone)
        for n, outcome in enumerate(["did", "did", "partly", "not_this_time"]):
            entry(session, world, keys["walk"], first + timedelta(days=n), outcome, confidence=8 if n == 3 else None)
        entry(session, world, keys["walk"], first, "not_this_time")
        entry(session, world, keys["walk"], first, person=world.ruben_patient)
        session.add(_pressure(world, 150, 92))
        session.add(_pressure(world, 138, 84, later=3))
        session.add(_pressure(world, 190, 99, person=world.ruben_patient))
    frozen_clock.move(days=6)
    with database.read() as session:
        goal = reviews.progress_to_goals(session, world.grant(session, world.nurse))[0]
    walk = goal.activities[0]
    assert goal.goal.key == keys["goal"]
    assert (walk.did, walk.partly, walk.not_this_time, walk.planned) == (3, 1, 0, 7), "a reading is a day done"
    assert (walk.confidence.first, walk.confidence.last) == (6, 8)
    assert walk.readings.count == 2
    assert walk.readings.last.values == {"systolic": 138, "diastolic": 84}


def test_paused_days_are_neither_planned_nor_missed(database, world, frozen_clock):
    with database.write() as session:
        keys = plans.offered(session, world)
        rosa = world.grant(session, world.rosa)
        day.put_on(session, rosa, keys["walk"])
        first = clock.today(world.rosa_patient.time_zone)
        pauses.begin(session, rosa, "hospital", first + timedelta(days=1), first + timedelta(days=4), "k")
        for n, outcome in ((0, "did"), (2, "not_this_time"), (3, "did")):
            entry(session, world, keys["walk"], first + timedelta(days=n), outcome)
    frozen_clock.move(days=6)
    with database.read() as session:
        walk = reviews.progress_to_goals(session, world.grant(session, world.nurse))[0].activities[0]
    assert (walk.did, walk.not_this_time, walk.planned) == (2, 0, 4)


def test_what_is_not_on_the_day_counts_nothing(database, world):
    with database.write() as session:
        plans.offered(session, world)
    with database.read() as session:
        walk = reviews.progress_to_goals(session, world.grant(session, world.nurse))[0].activities[0]
    assert (walk.on_day, walk.planned, walk.confidence.first, walk.confidence.last) == (False, 0, None, 6)


def test_an_activity_without_a_goal_stands_apart(database, world):
    with database.write() as session:
        plans.offered(session, world)
        grant = world.grant(session, world.nurse)
        items = [i for i in brief.active_items(session, grant.patient_id) if i.kind == "activity"]
        found = reviews.progress_to_goals(session, grant, items)
    assert [(each.goal, len(each.activities)) for each in found] == [(None, 1)]


@pytest.mark.parametrize(
    ("days", "started", "today", "planned"),
    [
        ([], date(2026, 3, 2), date(2026, 3, 8), 7),
        ([0, 2, 4], date(2026, 3, 2), date(2026, 3, 8), 3),
        ([], date(2026, 3, 8), date(2026, 3, 7), 0),
        ([6], date(2026, 3, 2), date(2026, 3, 7), 0),
        ([], date(2026, 3, 2), date(2026, 5, 8), 20),
    ],
)
def test_planned_days(days, started, today, planned):
    item = PlanItem(
        key="k", content={"days": days}, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 21), kind="activity"
    )
    assert activity_progress(item, [], started, today, on_day=True).planned == planned


def test_only_the_team_opens_it(database, world):
    with database.read() as session:
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                reviews.progress_to_goals(session, world.grant(session, who))


def _pressure(world, upper, lower, later=0, person=None):
    from app.db import new_id

    at = clock.now() + timedelta(days=later)
    return Measurement(
        patient_id=(person or world.rosa_patient).id, kind="blood_pressure", unit="mm[Hg]", canonical=upper,
        values={"systolic": upper, "diastolic": lower}, happened_at=at, recorded_at=at, client_key=new_id(),
        actor_id=world.rosa.id, capacity="self",
    )  # fmt: skip
