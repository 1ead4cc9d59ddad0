"""How often something is done, where other systems look for it, and read from what they write."""

from datetime import date
from types import SimpleNamespace

import pytest

from app.care.plan.kinds import KINDS
from app.fhir.kinds import activity
from app.models import PlanItem

PLAN = SimpleNamespace(is_planned=lambda _task: True)


def line(**content):
    parsed = KINDS["activity"].parse({"what": "Water the tomatoes", **content})
    return PlanItem(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), content=parsed)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, (1, "d", None, None)),
        ({"days": ["0"], "part": "morning"}, (1, "wk", ["mon"], ["MORN"])),
        ({"days": ["0"], "every": "weeks2", "first_on": "2026-03-09"}, (2, "wk", ["mon"], None)),
        ({"every": "month", "first_on": "2026-03-31", "part": "bed"}, (1, "mo", None, ["HS"])),
        ({"every": "months3", "first_on": "2026-03-31"}, (3, "mo", None, None)),
        ({"every": "year", "first_on": "2024-02-29"}, (1, "a", None, None)),
        ({"part": "breakfast", "also": ["supper"]}, (1, "d", None, ["PCM", "PCV"])),
    ],
)  # fmt: skip
def test_it_is_written_as_a_timing_and_read_back(content, expected):
    item = line(**content)
    repeat = activity._repeat(item)
    assert tuple(repeat.get(name) for name in ("period", "periodUnit", "dayOfWeek", "when")) == expected
    found = activity.read(
        {"resourceType": "Task", "status": "requested", "description": "Water the tomatoes",
         "input": [{"valueTiming": {"repeat": repeat}}]}, PLAN,
    )  # fmt: skip
    again = KINDS["activity"].parse(found)
    for name in ("days", "every", "first_on", "part", "also"):
        assert again[name] == item.content[name], name


def test_a_rhythm_without_its_first_day_is_left_out():
    timing = {"repeat": {"period": 2, "periodUnit": "wk"}}
    assert activity._every(timing) == {}
