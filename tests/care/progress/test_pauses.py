"""Pause life: it always ends, what keeps safe goes on, and who said it is known."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import reminders
from app.care.plan.kinds import KINDS
from app.care.progress import pauses
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import AuditEvent, Pause, Reminder
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")
TODAY = date(2026, 3, 10)


@pytest.fixture
def session(database, world):
    with database.write() as session:
        yield session


def begin(session, grant, why="holiday", start=None, end=7, key="k", **more):
    ends = TODAY + timedelta(days=end) if end is not None else None
    starts = TODAY + timedelta(days=start) if start is not None else None
    return pauses.begin(session, grant, why, starts, ends, key, **more)


def life(session, grant, day=TODAY):
    return pauses.of(session, grant, day)


def test_from_and_until(session, world):
    rosa = world.grant(session, world.rosa)
    begin(session, rosa, start=2, end=4)
    assert [life(session, rosa, TODAY + timedelta(days=n)).now is not None for n in range(1, 6)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert life(session, rosa).next is not None
    ruben = world.grant(session, world.ruben, world.ruben_patient)
    assert life(session, ruben, TODAY + timedelta(days=3)).now is None


@pytest.mark.parametrize(
    ("why", "start", "end", "field"),
    [
        ("", 0, 3, "why"), ("because", 0, 3, "why"), ("holiday", 3, 2, "ends_on"), ("holiday", -5, -1, "ends_on"),
        ("holiday", 0, None, "ends_on"), ("holiday", -32, 3, "starts_on"), ("holiday", 367, 370, "starts_on"),
        ("holiday", 0, 93, "ends_on"),
    ],
)  # fmt: skip
def test_refused_and_nothing_kept(session, world, why, start, end, field):
    with pytest.raises(Invalid) as refused:
        begin(session, world.grant(session, world.rosa), why, start, end)
    assert list(refused.value.fields) == [field]
    assert session.scalars(sa.select(Pause)).all() == []


def test_until_i_say_is_asked_again_and_ends_by_itself(session, world):
    rosa = world.grant(session, world.rosa)
    row = begin(session, rosa, "grief", end=None, until_told=True)
    last = TODAY + pauses.OPEN_END
    assert row.ends_on == last
    assert not life(session, rosa, last - timedelta(days=2)).asks_again
    assert life(session, rosa, last - timedelta(days=1)).asks_again
    after = life(session, rosa, last + timedelta(days=1))
    assert after.now is None
    assert after.over is row
    assert life(session, rosa, last + timedelta(days=3)).over is None


def test_a_pause_with_a_day_is_never_asked_about(session, world):
    rosa = world.grant(session, world.rosa)
    begin(session, rosa, end=3)
    assert not any(life(session, rosa, TODAY + timedelta(days=n)).asks_again for n in range(5))


def test_going_on_is_two_weeks_more_under_the_name_of_who_said_so(session, world):
    rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto, world.rosa_patient)
    row = begin(session, rosa, "grief", end=None, until_told=True, words="My sister")
    with clock.frozen(clock.now() + timedelta(days=13)):
        on = pauses.go_on(session, otto, row.id, "k2")
        assert (on.ends_on - TODAY).days == 27
        assert (on.why, on.words, on.actor_id, on.capacity) == ("grief", "", world.otto.id, "proxy"), (
            "her words are not his"
        )
        assert row.actor_id == world.rosa.id
        assert life(session, rosa, TODAY + timedelta(days=5)).now is row
        assert life(session, rosa, TODAY + timedelta(days=13)).now is on


def test_ending_early_and_twice(session, world):
    rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto, world.rosa_patient)
    row = begin(session, rosa, end=7)
    with clock.frozen(clock.now() + timedelta(days=2)):
        for _ in range(2):
            assert pauses.end(session, otto, row.id).ended_on == TODAY + timedelta(days=2)
        assert (row.ended_by_id, row.ended_capacity) == (world.otto.id, "proxy")
        assert life(session, rosa, TODAY + timedelta(days=1)).now is row
        assert life(session, rosa, TODAY + timedelta(days=2)).now is None
        assert life(session, rosa, TODAY + timedelta(days=2)).over is None
    did = session.scalars(
        sa.select(AuditEvent.act).where(AuditEvent.object_id == row.id).order_by(AuditEvent.seq)
    ).all()
    assert did == ["pause the plan: holiday", "end the pause"]


def test_a_planned_pause_stays_when_another_comes_before_it(session, world):
    rosa = world.grant(session, world.rosa)
    planned = begin(session, rosa, start=30, end=40, key="far")
    begin(session, rosa, "hospital", end=3, key="near")
    assert life(session, rosa).now.why == "hospital"
    assert life(session, rosa, TODAY + timedelta(days=35)).now is planned
    begin(session, rosa, start=33, end=50, key="longer")
    assert life(session, rosa, TODAY + timedelta(days=32)).now is planned
    assert life(session, rosa, TODAY + timedelta(days=33)).now is not planned


def test_the_same_form_twice(session, world):
    rosa = world.grant(session, world.rosa)
    first = begin(session, rosa)
    assert begin(session, rosa) is first
    with pytest.raises(Conflict):
        begin(session, rosa, end=9)
    assert len(session.scalars(sa.select(Pause)).all()) == 1


def test_who_may(session, world):
    row = begin(session, world.grant(session, world.rosa))
    nurse = world.grant(session, world.nurse, world.rosa_patient)
    for act in (lambda: begin(session, nurse), lambda: pauses.end(session, nurse, row.id)):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound):
        pauses.end(session, world.grant(session, world.ruben, world.ruben_patient), row.id)
    assert row.ended_on is None


def test_what_is_asked_rests_and_visits_are_still_reminded_of(session, world):
    version = stories.plan(session, world.rosa_patient, world.nurse, review_in=15)
    walk = stories.item(session, version, what="Walk", part="evening")
    weigh = stories.item(session, version, what="Weigh", measure="weight", part="evening")
    stories.item(session, version, "follow_up", with_whom="Nora", how="phone", starts=1)
    for line in (walk, weigh):
        stories.on_my_day(session, line, world.rosa)
    stories.asked(session, world.rosa_patient, world.nurse, TODAY + timedelta(days=1), TODAY + timedelta(days=8))

    def due():
        reminders.refresh(session, world.rosa_patient.id)
        return sorted(set(session.scalars(sa.select(Reminder.kind).where(Reminder.state.in_(("due", "joined"))))))

    assert due() == ["activity", "follow_up", "measurement", "questionnaire", "review"]
    row = begin(session, world.grant(session, world.rosa), end=7)
    assert due() == ["follow_up"]
    pauses.end(session, world.grant(session, world.rosa), row.id)
    assert due() == ["activity", "follow_up", "measurement", "questionnaire", "review"]


def test_reminders_come_back_the_day_after_the_last(session, world):
    version = stories.plan(session, world.rosa_patient, world.nurse)
    walk = stories.item(session, version, what="Walk", part="evening")
    stories.on_my_day(session, walk, world.rosa)
    begin(session, world.grant(session, world.rosa), end=0)
    found = session.scalars(sa.select(Reminder.dedupe).where(Reminder.state == "due")).all()
    assert [each.rsplit(":", 1)[1] for each in found] == ["2026-03-11"]


def test_no_kind_that_keeps_safe_is_something_that_a_pause_could_still():
    """A pause stills activities and what asks; lines that keep safe are on pages that it never touches."""
    assert not KINDS["activity"].is_safety
    assert {name for name, kind in KINDS.items() if kind.is_safety} >= {"symptom_zones", "medicine_at_hand"}


def test_the_last_paused_day_of_everybody(session, world):
    rosa, ruben = world.grant(session, world.rosa), world.grant(session, world.ruben, world.ruben_patient)
    first = begin(session, rosa, end=9)
    begin(session, ruben, start=3, end=5)

    def last(n, since=-20):
        return pauses.last_days(session, TODAY + timedelta(days=since), TODAY + timedelta(days=n))

    ids = world.rosa_patient.id, world.ruben_patient.id
    assert last(1) == {ids[0]: TODAY + timedelta(days=1)}
    assert last(7) == {ids[0]: TODAY + timedelta(days=7), ids[1]: TODAY + timedelta(days=5)}
    assert last(30, since=9) == {ids[0]: TODAY + timedelta(days=9)}
    assert last(30, since=10) == {}
    with clock.frozen(clock.now() + timedelta(days=2)):
        pauses.end(session, rosa, first.id)
    assert last(7)[ids[0]] == TODAY + timedelta(days=1)
