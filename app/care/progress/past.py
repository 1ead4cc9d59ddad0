"""Readings before this one, and days as the person's own calendar has them, also when clocks change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, Protocol


class Past(Protocol):
    """A stored reading, as the rules need it."""

    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def unit(self) -> str: ...
    @property
    def canonical(self) -> float: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def flag(self) -> str | None: ...


def wall_before(at: datetime, span: timedelta) -> datetime:
    """The moment that the person's clock showed ``span`` ago: the same hour 7 days ago is 7 days ago, also over a
    night in which clocks change. ``at`` carries the person's zone."""
    return (at - span).astimezone(UTC)


def within(rows: Iterable[Past], at: datetime, span: timedelta) -> list[Past]:
    """Rows since the same hour of the person's clock ``span`` ago."""
    first = wall_before(at, span)
    return [row for row in rows if row.happened_at >= first]


def day_of(row: Past, at: datetime) -> date:
    """The day of a row on the person's calendar."""
    return row.happened_at.astimezone(at.tzinfo).date()


def then(rows: Iterable[Past], at: datetime, days: int = 7) -> float | None:
    """The middle of the readings about ``days`` before: where a change began. None when there were fewer than two."""
    first, last = at - timedelta(days=days + 2), at - timedelta(days=max(days - 2, 1))
    values = [row.canonical for row in rows if first <= row.happened_at <= last]
    return median(values) if len(values) > 1 else None


def usual(rows: Iterable[Past], at: datetime, days: int = 7, least: int = 3) -> float | None:
    """The middle value of the last ``days``, so that one reading decides nothing; None below ``least``."""
    values = [row.canonical for row in within(rows, at, timedelta(days=days, hours=12))]
    return median(values) if len(values) >= least else None
