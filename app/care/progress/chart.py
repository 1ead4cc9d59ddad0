"""Where the points of a drawn line go: a box with time from one side to the other, a band, and honest gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WIDE, HIGH, EDGE = 320, 150, 8
THIN = 3.0
"""Least height of a band, so that a target of one number is seen."""

Band = tuple[float | None, float | None]
"""Lowest and highest number of a target; None where it is open."""


@dataclass(frozen=True)
class Spot:
    """What there is for one moment: numbers by part, in the order of the parts. Nothing for a part is a gap."""

    at: datetime
    numbers: tuple[float | None, ...]


@dataclass(frozen=True)
class Line:
    """Coordinates in a box of 320 by 150. ``paths`` and ``dots`` begin with the number of their part."""

    paths: list[tuple[int, str]]
    dots: list[tuple[int, float, float]]
    band: tuple[float, float] | None
    """Top and height of the target band."""
    ranges: list[tuple[float, float]]
    """Lowest and highest of each part."""
    low: float = 0.0
    high: float = 0.0
    """Numbers at the lower and the upper edge."""
    gaps: int = 0
    """How often the line stops and starts again."""
    rests: list[tuple[float, float]] = field(default_factory=list)
    """Left and width of each pause."""
    marks: list[float] = field(default_factory=list)
    """Heights of the numbers that the parts are to stay below."""


def draw(
    spots: Sequence[Spot], *, first: datetime, last: datetime, gap: timedelta, band: Band | None = None,
    ends: Band | None = None, rests: Sequence[tuple[datetime, datetime]] = (), marks: Sequence[float] = (),
) -> Line | None:  # fmt: skip
    """The line of these spots (any order) between two moments; None when none of them has a number.

    ``gap``: longer without a number, and the line stops. ``ends``: numbers that the box reaches in any case.
    """
    spots = sorted(spots, key=lambda spot: spot.at)
    parts = max((len(spot.numbers) for spot in spots), default=0)
    by_part = [[(s.at, it) for s in spots if (it := s.numbers[part]) is not None] for part in range(parts)]
    values = [number for column in by_part for _at, number in column]
    if not values:
        return None
    reach = [number for number in (*(band or ()), *(ends or ()), *marks) if number is not None]
    low, high = min(values + reach), max(values + reach)
    if low == high:
        low, high = low - 1, high + 1
    span = (last - first).total_seconds() or 1.0

    def across(at: datetime) -> float:
        share = min(1.0, max(0.0, (at - first).total_seconds() / span))
        return round(EDGE + share * (WIDE - 2 * EDGE), 1)

    def down(value: float) -> float:
        return round(HIGH - EDGE - (value - low) / (high - low) * (HIGH - 2 * EDGE), 1)

    paths: list[tuple[int, str]] = []
    dots: list[tuple[int, float, float]] = []
    gaps = 0
    for part, column in enumerate(by_part):
        runs: list[list[str]] = []
        before: datetime | None = None
        for at, number in column:
            if before is None or at - before > gap:
                runs.append([])
            runs[-1].append(f"{across(at)},{down(number)}")
            dots.append((part, across(at), down(number)))
            before = at
        gaps = max(gaps, len(runs) - 1)
        paths += [(part, " ".join(run)) for run in runs if len(run) > 1]
    columns = [[number for _at, number in column] for column in by_part if column]
    return Line(
        paths, dots, _band(band, down), [(min(numbers), max(numbers)) for numbers in columns],
        low, high, gaps,
        [(across(start), round(across(end) - across(start), 1)) for start, end in rests if end > first],
        [down(number) for number in marks],
    )  # fmt: skip


def _band(band: Band | None, down: Callable[[float], float]) -> tuple[float, float] | None:
    if band is None:
        return None
    top = down(band[1]) if band[1] is not None else 0.0
    foot = down(band[0]) if band[0] is not None else float(HIGH)
    return min(top, HIGH - THIN), max(THIN, round(foot - top, 1))
