"""The number for this hour: a table of rows and moments, nights, weekends and the days on which clocks change."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.care.worse.hours import for_this_hour, is_open
from app.config import DEMO_PRACTICE, ConfigError
from app.hours import open_at

EDMONTON = ZoneInfo("America/Edmonton")
DAY = {"days": "weekdays", "from_time": "08:00", "until_time": "17:00"}
NIGHT = {"days": "all", "from_time": "17:00", "until_time": "08:00"}
FRIDAY_NIGHT = {"days": "4", "from_time": "22:00", "until_time": "06:00"}
WEEKEND = {"days": "weekend", "from_time": "", "until_time": ""}
TO_MIDNIGHT = {"days": "0", "from_time": "18:00", "until_time": "00:00"}
ROUND = {"days": "0", "from_time": "08:00", "until_time": "08:00"}
SMALL_HOURS = {"days": "6", "from_time": "01:00", "until_time": "03:00"}


@pytest.mark.parametrize(
    ("row", "there", "expected"),
    [
        (DAY, "2026-03-10 08:00", True),  # a Tuesday
        (DAY, "2026-03-10 07:59", False),
        (DAY, "2026-03-10 16:59", True),
        (DAY, "2026-03-10 17:00", False),
        (DAY, "2026-03-14 10:00", False),  # Saturday
        (NIGHT, "2026-03-10 17:00", True),
        (NIGHT, "2026-03-10 03:00", True),
        (NIGHT, "2026-03-10 08:00", False),
        (FRIDAY_NIGHT, "2026-03-13 22:00", True),
        (FRIDAY_NIGHT, "2026-03-14 05:59", True),  # Saturday morning belongs to Friday night
        (FRIDAY_NIGHT, "2026-03-14 06:00", False),
        (FRIDAY_NIGHT, "2026-03-14 23:00", False),  # Saturday night does not
        (FRIDAY_NIGHT, "2026-03-13 05:00", False),  # nor does Friday morning
        (WEEKEND, "2026-03-14 00:00", True),
        (WEEKEND, "2026-03-15 23:59", True),
        (WEEKEND, "2026-03-16 00:00", False),
        (TO_MIDNIGHT, "2026-03-09 23:59", True),
        (TO_MIDNIGHT, "2026-03-10 00:00", False),
        (ROUND, "2026-03-09 08:00", True),
        (ROUND, "2026-03-10 07:59", True),
        (ROUND, "2026-03-10 08:00", False),
        ({"days": "", "from_time": ""}, "2026-03-10 03:00", True),
    ],
)  # fmt: skip
def test_open_by_the_clock_on_the_wall(row, there, expected):
    assert is_open(row, datetime.fromisoformat(there).replace(tzinfo=EDMONTON)) is expected


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2026-03-08 08:59", True),  # 01:59, the last minute before clocks go forward
        ("2026-03-08 09:00", False),  # 03:00: the hour from two to three never comes
        ("2026-11-01 07:30", True),  # 01:30 for the first time
        ("2026-11-01 08:30", True),  # 01:30 again, after clocks went back
        ("2026-11-01 09:59", True),  # 02:59
        ("2026-11-01 10:00", False),  # 03:00
    ],
)  # fmt: skip
def test_days_on_which_clocks_change(utc, expected):
    assert is_open(SMALL_HOURS, datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(EDMONTON)) is expected


NURSE = {**DAY, "name": "Heart nurse", "number": "555 0123"}
HOSPICE = {"days": "all", "name": "Hospice", "number": "555 0124"}


def ring(utc, rows=(), practice=DEMO_PRACTICE, zone="America/Edmonton"):
    found = for_this_hour(rows, practice, datetime.fromisoformat(utc).replace(tzinfo=UTC), zone)
    return [line.number for line in found.now], [line.number for line in found.later]


def test_own_numbers_first_then_the_practices_for_this_hour():
    assert ring("2026-03-10 15:00", [NURSE, HOSPICE]) == (["555 0123", "555 0124", "555 0100"], ["555 0111"])
    assert ring("2026-03-11 02:00", [NURSE, HOSPICE]) == (["555 0124", "555 0111"], ["555 0123", "555 0100"])
    assert ring("2026-03-14 18:00", [NURSE]) == (["555 0111"], ["555 0123", "555 0100"])


def test_the_person_and_the_practice_may_live_in_two_zones():
    assert ring("2026-03-10 22:30", [NURSE], zone="Europe/Madrid") == (["555 0100"], ["555 0123", "555 0111"])


def test_hours_that_no_machine_can_read_claim_nothing():
    practice = replace(DEMO_PRACTICE, open_at=())
    assert ring("2026-03-11 02:00", [], practice) == (["555 0100", "555 0111"], [])
    assert ring("2026-03-11 02:00", [], replace(practice, out_of_hours=None)) == (["555 0100"], [])


def test_closed_and_nobody_else_is_still_a_number():
    assert ring("2026-03-11 02:00", [], replace(DEMO_PRACTICE, out_of_hours=None)) == (["555 0100"], [])


def test_a_number_written_twice_is_shown_once():
    same = {**HOSPICE, "name": "Willow Street", "number": "555-0100"}
    assert ring("2026-03-10 15:00", [same]) == (["555-0100"], ["555 0111"])


def test_hours_of_the_practice_as_a_setting():
    assert open_at("weekdays 08:00-17:00; SAT 09:00-12:00", ()) == (
        {"days": "weekdays", "from_time": "08:00", "until_time": "17:00"},
        {"days": "5", "from_time": "09:00", "until_time": "12:00"},
    )
    assert open_at("", ({"days": "all"},)) == ({"days": "all"},)
    for wrong in ("8-17", "weekdays 8:00-17:00", "someday 08:00-17:00", "mon 08:00-25:00"):
        with pytest.raises(ConfigError):
            open_at(wrong, ())
