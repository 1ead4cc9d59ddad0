"""A small line of readings, worked out here: points, honest gaps, and the band of the goal if one is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.care.progress.kinds import KINDS
from app.models import Measurement, PlanItem

WIDE, HIGH, EDGE = 320, 120, 8
GAP = timedelta(days=14)  # longer without a reading: the line stops and starts again
MOST = 60
RANGE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:-|–|to|a)\s*(\d+(?:[.,]\d+)?)")


@dataclass(frozen=True)
class Line:
    """Coordinates in a box of 320 by 120. ``paths``: point lists for polylines; ``dots``: every reading."""

    paths: list[list[str]]
    dots: list[tuple[float, float]]
    band: tuple[float, float] | None
    """Top and height of the goal band."""
    ranges: list[tuple[float, float]]
    """Lowest and highest of each part, in the order of the kind."""


def draw(rows: Sequence[Measurement], band: tuple[float, float] | None = None) -> Line | None:
    """The line of these readings (any order), each part that is a number. None below two readings."""
    rows = sorted(rows, key=lambda row: row.happened_at)[-MOST:]
    names = [part.name for part in KINDS[rows[0].kind].parts if not part.optional] if rows else []
    if len(rows) < 2:
        return None
    by_part = {name: [in_unit(row, rows[-1].unit, [name]).get(name) for row in rows] for name in names}
    numbers = {name: [value for value in found if value is not None] for name, found in by_part.items()}
    values = [value for found in numbers.values() for value in found]
    if not values:
        return None
    low, high = min([*values, *(band or ())]), max([*values, *(band or ())])
    room = (high - low) or 1.0
    first, last = rows[0].happened_at, rows[-1].happened_at
    span = (last - first).total_seconds() or 1.0

    def across(row: Measurement) -> float:
        return round(EDGE + (row.happened_at - first).total_seconds() / span * (WIDE - 2 * EDGE), 1)

    def down(value: float) -> float:
        return round(HIGH - EDGE - (value - low) / room * (HIGH - 2 * EDGE), 1)

    paths: list[list[str]] = []
    dots: list[tuple[float, float]] = []
    for name in names:
        before = None
        for row in rows:
            value = in_unit(row, rows[-1].unit, [name]).get(name)
            if value is None:
                continue
            if before is None or row.happened_at - before > GAP:
                paths.append([])
            paths[-1].append(f"{across(row)},{down(value)}")
            dots.append((across(row), down(value)))
            before = row.happened_at
    top = (down(band[1]), round(down(band[0]) - down(band[1]), 1)) if band else None
    return Line(
        [path for path in paths if len(path) > 1],
        dots,
        top,
        [(min(found), max(found)) for found in numbers.values() if found],
    )


def in_unit(row: Measurement, code: str, names: Sequence[str]) -> dict[str, float]:
    """The numbers of a reading in the unit with this code; the words of a meter are left out."""
    kind = KINDS[row.kind]
    unit = kind.unit(code)
    numbers = {name: row.values[name] for name in names if isinstance(row.values.get(name), (int, float))}
    if unit is None or row.unit == code:
        return numbers
    return {name: unit.of(row.canonical) for name in numbers}


def goal_band(kind: str, unit: str, items: Sequence[PlanItem]) -> tuple[float, float] | None:
    """From the goal that the measured activity is for, when its target says a range ("70 to 130") in this unit."""
    goals = {item.key: item.content for item in items if item.kind == "goal"}
    known = KINDS[kind].unit(unit)
    for item in items:
        goal = goals.get(str(item.content.get("goal_key") or ""))
        if item.kind != "activity" or item.content.get("measure") != kind or goal is None:
            continue
        said = str(goal.get("unit") or "").strip().casefold()
        found = RANGE.fullmatch(str(goal.get("target") or "").strip())
        if found and known and said in ("", str(known.shown).casefold(), known.code.casefold()):
            low, high = (float(number.replace(",", ".")) for number in found.groups())
            return (low, high) if low < high else None
    return None
