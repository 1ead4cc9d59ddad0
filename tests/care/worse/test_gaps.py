"""Who would be missed and replaced by nobody: quiet, each once, and covered by a stand-in of the line or the name."""

import pytest

from app.care.worse import gaps
from app.models import PlanItem


def item(kind, key, owner="patient", **content):
    return PlanItem(kind=kind, key=key, owner=owner, content=content)


LINES = [
    item("activity", "walk", with_whom="Otto"),
    item("activity", "swim", with_whom="Otto"),
    item("activity", "stairs", owner="n" * 16, with_whom=""),
    item("follow_up", "call", owner="n" * 16, with_whom="The home nurse"),
    item("goal", "goal"),
]
NAMES = {"n" * 16: "Nora (nurse)"}
ALL = ["Otto", "Nora (nurse)", "The home nurse"]


@pytest.mark.parametrize(
    ("missing", "for_key", "expected"),
    [
        ("Nobody we know", "", ALL),
        ("otto", "", ["Nora (nurse)", "The home nurse"]),
        ("Nora", "", ["Otto", "The home nurse"]),
        ("the home nurse", "", ["Otto", "Nora (nurse)"]),
        ("", "walk", ALL),  # Otto is missed at the pool, too
        ("", "stairs", ["Otto", "The home nurse"]),
    ],
)
def test_a_stand_in_covers_its_line_and_its_name(missing, for_key, expected):
    assert gaps.of([*LINES, item("stand_in", "x", missing=missing, for_key=for_key)], NAMES) == expected


def test_without_names_nobody_is_called_by_an_id():
    assert gaps.of(LINES) == ["Otto", "The home nurse"]
