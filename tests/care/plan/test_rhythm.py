"""How often something comes, against a reading of RFC 5545 that walks day by day and knows no library."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.plan.kinds import KINDS, activity, rhythm
from app.errors import Invalid
from app.i18n import using_locale

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
WEEKS = {"": 1, "weeks2": 2, "weeks3": 3, "weeks4": 4}
MONTHS = {"month": 1, "months3": 3, "year": 12}


def content(**more):
    return KINDS["activity"].parse({"what": "Water the tomatoes", **more})


def walked(every, days, first, start, end):
    """RFC 5545 read by hand: FREQ=WEEKLY;INTERVAL=n;BYDAY=…;WKST=MO, and FREQ=MONTHLY or YEARLY from DTSTART.

    A day that a month does not have is its last one (RFC 7529, SKIP=BACKWARD).
    """
    found, day = [], start
    while day <= end:
        if every in MONTHS:
            months = (day.year - first.year) * 12 + day.month - first.month
            wanted = min(first.day, monthrange(day.year, day.month)[1])
            fits = day >= first and months % MONTHS[every] == 0 and day.day == wanted
        elif every:
            monday, began = day - timedelta(days=day.weekday()), first - timedelta(days=first.weekday())
            on = days or [first.weekday()]
            fits = day >= first and (monday - began).days // 7 % WEEKS[every] == 0 and day.weekday() in on
        else:
            fits = not days or day.weekday() in days
        if fits:
            found.append(day)
        day += timedelta(days=1)
    return found


@given(
    st.sampled_from([*WEEKS, *MONTHS]), st.sets(st.integers(0, 6), max_size=6), DAYS, DAYS,
    st.integers(0, 500),
)  # fmt: skip
def test_days_are_those_of_a_walk_day_by_day(every, days, first, start, length):
    days = [] if every in MONTHS else sorted(days)
    made = content(every=every, days=days, first_on=first.isoformat() if every else "")
    end = start + timedelta(days=length)
    expected = walked(every, days, first, start, end)
    assert rhythm.days_between(made, start, end) == expected
    assert [day for day in (start, end) if activity.is_for(made, day)] == [d for d in (start, end) if d in expected]


@given(st.sampled_from([*WEEKS, *MONTHS]), DAYS, DAYS)
def test_the_next_day_is_the_first_one_from_there(every, first, after):
    made = content(every=every, first_on=first.isoformat() if every else "")
    found = activity.next_day(made, after)
    assert activity.is_for(made, found)
    assert found >= after
    assert walked(every, [], first, after, found) == [found]


@pytest.mark.parametrize(
    ("every", "first", "expected"),
    [
        ("year", "2024-02-29", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("month", "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("months3", "2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"]),
    ],
)
def test_what_comes_once_a_month_or_a_year_is_never_left_out(every, first, expected):
    made = content(every=every, first_on=first)
    start = date.fromisoformat(first) + timedelta(days=1)
    found = rhythm.days_between(made, start, date.fromisoformat(expected[-1]))
    assert [day.isoformat() for day in found] == expected


def test_another_rhythm_needs_its_first_day():
    with pytest.raises(Invalid) as problem:
        content(every="weeks2")
    assert set(problem.value.errors) == {"first_on"}
    with pytest.raises(Invalid) as problem:
        content(every="month", days=["0"], first_on="2026-03-10")
    assert set(problem.value.errors) == {"days"}
    assert content(first_on="2026-03-10")["first_on"] == "", "each week counts from no day"


def test_it_is_said_in_words():
    walk = content(days=["0", "2", "4"], part="breakfast")
    assert (rhythm.in_words(walk), rhythm.parts_in_words(walk)) == (
        "Monday, Wednesday, and Friday",
        "After breakfast",
    )
    assert rhythm.in_words(content(every="weeks2", days=["0"], first_on="2026-03-09")) == "Every 2 weeks: Monday"
    assert rhythm.in_words(content(every="month", first_on="2026-03-09")) == "Once a month"
    assert rhythm.in_words(content()) == "Every day"
    with using_locale("es"):
        assert rhythm.in_words(walk) == "lunes, miércoles y viernes"
    twice = content(part="bed", also=["morning"])
    assert (rhythm.parts(twice), rhythm.times(twice)) == (["morning", "bed"], 2)
    assert rhythm.parts(content(part="any", also=["bed"])) == ["bed"]


def test_a_rhythm_that_nobody_chose_asks_nobody_again():
    from app.care.plan.substance import digest

    old = {"what": "Walk", "days": [0], "part": "morning"}
    new = KINDS["activity"].parse(old)
    day = date(2026, 3, 10)
    assert digest("activity", "patient", day, day, new) == digest(
        "activity", "patient", day, day, {k: v for k, v in new.items() if k not in ("every", "first_on", "also")}
    )
    assert digest("activity", "patient", day, day, new) != digest(
        "activity", "patient", day, day, {**new, "every": "weeks2", "first_on": "2026-03-09"}
    )
