"""A time on the person's clock is a moment, also in the nights when clocks change."""

from datetime import UTC, date, datetime, time

import pytest

from app.care.reminders.times import after_quiet, is_quiet, moment, parse

EDMONTON, BERLIN, LORD_HOWE = "America/Edmonton", "Europe/Berlin", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        # an ordinary day, before and after the change: the clock stays, the moment moves
        (date(2026, 3, 7), time(9), EDMONTON, datetime(2026, 3, 7, 16, tzinfo=UTC)),
        (date(2026, 3, 8), time(9), EDMONTON, datetime(2026, 3, 8, 15, tzinfo=UTC)),
        # 2:30 does not exist in the spring night: the clock then shows 3:30
        (date(2026, 3, 8), time(2, 30), EDMONTON, datetime(2026, 3, 8, 9, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), BERLIN, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # 2:30 comes twice in the autumn night: the first
        (date(2026, 10, 25), time(2, 30), BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # a zone whose jump is half an hour
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_as_a_moment(day, at, zone, utc):
    assert moment(day, at, zone) == utc


@pytest.mark.parametrize(
    ("at", "start", "end", "quiet"),
    [
        (time(23), time(21), time(8), True), (time(7, 59), time(21), time(8), True),
        (time(8), time(21), time(8), False), (time(21), time(21), time(8), True),
        (time(20, 59), time(21), time(8), False), (time(13, 30), time(13), time(14), True),
        (time(14), time(13), time(14), False), (time(3), time(0), time(0), False),
    ],
)  # fmt: skip
def test_quiet_hours_may_pass_midnight(at, start, end, quiet):
    assert is_quiet(at, start, end) is quiet


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        (datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 8, 14, tzinfo=UTC)),  # 22:00, the clocks change
        (datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 3, 8, 14, tzinfo=UTC)),  # 01:00, the same night
        (datetime(2026, 3, 8, 18, tzinfo=UTC), datetime(2026, 3, 8, 18, tzinfo=UTC)),  # noon
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(at, heard):
    assert after_quiet(at, EDMONTON, time(21), time(8)) == heard


@pytest.mark.parametrize(
    ("text", "found"),
    [("08:30", time(8, 30)), ("08:30:59", time(8, 30)), ("", None), ("8", None), ("25:00", None), ("x", None),
     ("08:30+02:00", None), (" 21:05 ", time(21, 5))],
)  # fmt: skip
def test_times_as_forms_send_them(text, found):
    assert parse(text) == found
