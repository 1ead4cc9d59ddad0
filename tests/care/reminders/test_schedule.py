"""Properties of a schedule: right moments in both nights when clocks change, never in quiet hours, never too many,
and nothing that is lost without a word. Moments are found here by walking through time, with no library of rules."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.care.reminders import schedule
from app.care.reminders.choices import Choices
from app.care.reminders.facts import Facts
from app.care.reminders.kinds import KINDS, NAMES
from app.care.reminders.snooze import stem
from app.models import Arrangement, Assignment, DayChoice, Patient, PlanItem, PlanVersion
from tests.care.plan.test_rhythm import walked

CHANGES = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/Madrid": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
}
"""The two nights of 2026 on which clocks change."""
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0, minute=t.minute - t.minute % 5))
AN_HOUR = timedelta(hours=1)


def shown(moment, zone):
    """What the clock on the wall shows at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def by_walking(day, at, zone):
    """The first moment at which the clock shows this time; for a time that is jumped over (RFC 5545, 3.3.5), the
    moment it would have been by the clock of before the jump."""
    wanted, moment = datetime.combine(day, at), datetime.combine(day, time(), UTC) - 15 * AN_HOUR
    while shown(moment, zone) < wanted:
        last, moment = moment, moment + timedelta(minutes=5)
    if shown(moment, zone) == wanted:
        return moment
    return last + (wanted - shown(last, zone))


def facts(zone, first, length, items=(), **more):
    """A person of that zone, with all of ``items`` on their day."""
    days = [first + timedelta(days=n) for n in range(-7, length + 1)]
    patient = Patient(id="p" * 16, account_id="a" * 16, time_zone=zone, preferred_name="Rosa")
    chosen = {item.key: DayChoice(key=item.key, on_my_day=True, remind=True) for item in items}
    version = PlanVersion(
        number=1, in_force_from=days[0], review_on=date(2036, 1, 1), offered_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    now = datetime.combine(first, time(), UTC) - 15 * AN_HOUR
    return Facts(
        patient, now, days, [version], {day: [*items] for day in days}, on_my_day=chosen,
        opened_by={"a" * 16}, **more,
    )  # fmt: skip


def item(n, kind="activity", **content):
    return PlanItem(
        id=f"i{n:015}", key=f"k{n:015}", kind=kind, owner="patient", starts_on=date(2020, 1, 1),
        ends_on=date(2040, 1, 1), content={"what": f"Thing {n}", **content},
    )  # fmt: skip


def me(zone, **values):
    return Choices("a" * 16, "en", zone, **{"quiet_from": time(0), "quiet_to": time(0), "daily_limit": 10, **values})


def planned(found, one, length, **more):
    return schedule.of(found, one, found.now + timedelta(days=length), schedule.Past(**more))


def everything(made):
    return [thing for message in made.messages for thing in (message.first, *message.more)]


@pytest.mark.parametrize("zone", CHANGES)
@settings(max_examples=60, deadline=None)
@given(
    st.data(),
    TIMES,
    st.sampled_from(["", "weeks2", "weeks3", "month", "year"]),
    st.sets(st.integers(0, 6), max_size=5),
)
def test_moments_are_those_of_a_walk_through_both_nights(zone, data, at, every, days):
    night = data.draw(st.sampled_from(CHANGES[zone]))
    at = data.draw(st.sampled_from([at, time(2), time(2, 15), time(2, 30), time(1, 30), time(1, 45)]))
    begun = night - timedelta(days=data.draw(st.integers(0, 40)))
    days = [] if every in ("month", "year") else sorted(days)
    line = item(1, days=days, every=every, first_on=begun.isoformat() if every else "", part="any")
    start = night - timedelta(days=9)
    found = facts(zone, start, 20, [line])
    made = planned(found, me(zone, times={f"item:{line.key}": f"{at:%H:%M}"}), 18)
    end = found.now + timedelta(days=18)
    expected = [by_walking(day, at, zone) for day in walked(every, days, begun, start, start + timedelta(days=19))]
    mine = [thing.due_at for thing in everything(made) if shown(thing.due_at, zone).date() >= start]
    assert mine == [moment for moment in expected if moment <= end]


LINES = st.lists(
    st.builds(
        dict, days=st.sets(st.integers(0, 6), max_size=6).map(sorted),
        part=st.sampled_from(["any", "morning", "breakfast", "bed", "evening"]),
        also=st.lists(st.sampled_from(["lunch", "supper", "bed"]), unique=True, max_size=2),
        measure=st.sampled_from(["", "", "weight"]),
    ),
    max_size=6,
)  # fmt: skip


def a_person(data, zone, night):
    """Somebody with a full life: things to do, readings, a form, a visit, a pause, things put off; any settings."""
    items = [item(n, **content) for n, content in enumerate(data.draw(LINES))]
    form = Assignment(
        id="f" * 16, opens_on=night - timedelta(days=1), closes_on=night + timedelta(days=9), visit_on=None
    )
    visit = Arrangement(id="v" * 16, sort="visit", happens_at=by_walking(night + timedelta(days=1), time(10), zone))
    paused = data.draw(st.sets(st.sampled_from([night + timedelta(days=n) for n in range(-2, 3)]), max_size=3))
    parts = {f"part:{name}": f"{data.draw(TIMES):%H:%M}" for name in ("morning", "breakfast", "bed", "evening")}
    kinds = {f"kind:{name}": f"{data.draw(TIMES):%H:%M}" for name, kind in KINDS.items() if not kind.items}
    one = me(
        zone, times=parts | kinds, quiet_from=data.draw(TIMES), quiet_to=data.draw(TIMES),
        daily_limit=data.draw(st.integers(1, 5)),
        off=data.draw(st.frozensets(st.sampled_from(sorted(NAMES)), max_size=3)),
    )  # fmt: skip
    found = facts(zone, night - timedelta(days=2), 6, items, waiting=[form], arranged=[visit], paused=paused)
    return found, one


@pytest.mark.parametrize("zone", CHANGES)
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_never_in_quiet_hours_never_too_many_and_nothing_without_a_word(zone, data):
    found, one = a_person(data, zone, data.draw(st.sampled_from(CHANGES[zone])))
    open_ = planned(found, me(zone, times=one.times, daily_limit=10**6), 6)
    for thing in data.draw(st.lists(st.sampled_from(everything(open_)), max_size=3)) if everything(open_) else ():
        found.put_off[stem(thing.dedupe)] = [
            thing.due_at + timedelta(minutes=data.draw(st.sampled_from([10, 240, 1440])))
        ]
    had = Counter({day: data.draw(st.integers(0, 5)) for day in found.days})
    made = planned(found, one, 6, had=had)

    per_day = Counter(shown(message.first.due_at, zone).date() for message in made.messages)
    assert all(had[day] + count <= max(one.daily_limit, had[day]) for day, count in per_day.items())
    for thing in everything(made):
        at = shown(thing.due_at, zone).time()
        if one.quiet_from <= one.quiet_to:
            assert not one.quiet_from <= at < one.quiet_to
        else:
            assert one.quiet_to <= at < one.quiet_from
        assert thing.kind not in one.off
        if KINDS[thing.kind].rests:
            assert shown(thing.due_at, zone).date() not in found.paused
        assert thing.stale_at >= thing.due_at
    names = [thing.dedupe for thing in everything(made)] + [left.thing.dedupe for left in made.left]
    assert len(names) == len(set(names)), "nothing is told twice"
    limit_lifted = planned(found, me(zone, times=one.times, daily_limit=10**6), 6)
    inside = {t.dedupe for t in everything(limit_lifted) if t.due_at <= found.now + timedelta(days=5)}
    done_on_the_day = {left.thing.dedupe for left in limit_lifted.left}
    assert inside - set(names) - done_on_the_day == set(), "what is not sent is left out by name, with a reason"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 24 * 12 - 1), min_size=1, max_size=12), st.integers(1, 6))
def test_what_falls_together_is_told_together(minutes, limit):
    zone, day = "America/New_York", date(2026, 5, 4)
    items = [item(n) for n in range(len(minutes))]
    at = {f"item:{line.key}": f"{m * 5 // 60:02}:{m * 5 % 60:02}" for line, m in zip(items, minutes, strict=True)}
    found = facts(zone, day, 1, items)
    made = planned(found, me(zone, times=at, daily_limit=limit), 3)
    today = [message for message in made.messages if shown(message.first.due_at, zone).date() == day]
    assert sum(1 + len(message.more) for message in today) == len(minutes)
    assert len(today) <= limit
    for before, after in pairwise(today):
        assert after.first.due_at - before.first.due_at > schedule.TOGETHER
    assert all(
        thing.due_at - message.first.due_at <= schedule.TOGETHER or (message.full and message is today[-1])
        for message in today for thing in message.more
    )  # fmt: skip


def test_what_is_over_the_limit_goes_into_the_last_note_or_is_left_out_by_name():
    zone, day = "Europe/Madrid", date(2026, 5, 4)
    items = [item(n) for n in range(3)]
    at = {f"item:{line.key}": f"{hour}:00" for line, hour in zip(items, (10, 13, 18), strict=True)}
    found = facts(zone, day, 1, items)
    one = me(zone, times=at, daily_limit=2)
    first = [m for m in planned(found, one, 3).messages if shown(m.first.due_at, zone).date() == day]
    assert [(shown(m.first.due_at, zone).hour, len(m.more), m.full) for m in first] == [(10, 0, False), (13, 1, True)]
    made = planned(found, one, 3, had={day: 2})
    assert [left.why for left in made.left if shown(left.thing.due_at, zone).date() == day] == [schedule.LIMIT] * 3


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), "03:30"),  # jumped over
        ("America/New_York", date(2026, 11, 1), time(1, 30), "01:30"),  # comes twice, told once
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "02:45"),  # a jump of half an hour
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "01:45"),
    ],
)
def test_a_night_of_change_gives_one_moment(zone, day, at, expected):
    line = item(1)
    found = facts(zone, day, 1, [line])
    made = planned(found, me(zone, times={f"item:{line.key}": f"{at:%H:%M}"}), 3)
    that_day = [shown(t.due_at, zone) for t in everything(made) if shown(t.due_at, zone).date() == day]
    assert [f"{moment:%H:%M}" for moment in that_day] == [expected]


def test_29_february_is_kept_every_year():
    line = item(1, every="year", first_on="2024-02-29")
    for year, last in ((2026, 28), (2028, 29)):
        found = facts("Europe/Madrid", date(year, 2, 25), 7, [line])
        (only,) = everything(planned(found, me("Europe/Madrid"), 7))
        assert shown(only.due_at, "Europe/Madrid") == datetime.combine(date(year, 2, last), time(9))
