"""Readings as a drawn line: each one in the newest unit, or the mean of each week over a long time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.care.progress.chart import Band, Line, Spot
from app.care.progress.chart import draw as drawn
from app.care.progress.kinds import KINDS
from app.models import Measurement

GAP = timedelta(days=14)  # longer without a reading: the line stops and starts again
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Mean:
    """Readings of seven days: the last of them, how many, and the mean, lowest and highest of each part."""

    last: datetime
    count: int
    mean: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


def parts_of(kind: str) -> list[str]:
    """Names of the numbers that are drawn: all that every reading of this kind has."""
    return [part.name for part in KINDS[kind].parts if not part.optional]


def spots(rows: Sequence[Measurement]) -> list[Spot]:
    """Each reading (any order) in the unit of the newest; the words of a meter have no number."""
    rows = sorted(rows, key=lambda row: row.happened_at)
    names = parts_of(rows[0].kind) if rows else []
    found = [(row, in_unit(row, rows[-1].unit, names)) for row in rows]
    return [Spot(row.happened_at, tuple(numbers.get(name) for name in names)) for row, numbers in found]


def weekly(rows: Sequence[Measurement], last: datetime) -> list[Mean]:
    """The mean of each seven days back from ``last``, newest first; days without a number have none."""
    weeks: dict[int, list[Spot]] = {}
    for spot in spots(rows):
        if any(number is not None for number in spot.numbers):
            weeks.setdefault(int((last - spot.at) / WEEK), []).append(spot)
    return [_mean(last - n * WEEK, found) for n, found in sorted(weeks.items())]


def _mean(last: datetime, found: Sequence[Spot]) -> Mean:
    columns = [[n for n in column if n is not None] for column in zip(*(s.numbers for s in found), strict=True)]
    return Mean(
        last, len(found),
        tuple(round(sum(numbers) / len(numbers), 1) if numbers else None for numbers in columns),
        tuple(min(numbers, default=None) for numbers in columns),
        tuple(max(numbers, default=None) for numbers in columns),
    )  # fmt: skip


def draw(
    rows: Sequence[Measurement],
    band: Band | None = None,
    *,
    between: tuple[datetime, datetime] | None = None,
    gap: timedelta = GAP,
    means: Sequence[Mean] = (),
    rests: Sequence[tuple[datetime, datetime]] = (),
    marks: Sequence[float] = (),
) -> Line | None:
    """The line of these readings, each part that is a number, or of the ``means`` of weeks. None below two readings.

    ``between``: the time that the drawing spans, so that days without a reading at its ends are seen as well.
    """
    if len(rows) < 2:
        return None
    found = [Spot(week.last - WEEK / 2, week.mean) for week in means] if means else spots(rows)
    moments = [row.happened_at for row in rows]
    first, last = between or (min(moments), max(moments))
    kind = KINDS[rows[0].kind]
    ends = (0.0, 10.0) if kind.scale else None
    return drawn(found, first=first, last=last, gap=gap, band=band, ends=ends, rests=rests, marks=marks)


def in_unit(row: Measurement, code: str, names: Sequence[str]) -> dict[str, float]:
    """The numbers of a reading in the unit with this code; the words of a meter are left out."""
    kind = KINDS[row.kind]
    unit = kind.unit(code)
    numbers = {name: row.values[name] for name in names if isinstance(row.values.get(name), (int, float))}
    if unit is None or row.unit == code:
        return numbers
    return {name: unit.of(row.canonical) for name in numbers}
