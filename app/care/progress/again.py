"""Measure again before a flag stands: whether a second reading agrees with the first. Pure.

A single jump without signs waits for a second reading. It stands when that agrees, or when none comes in time; it is
let go when that does not, or when the team closed a line about this kind meanwhile. Red, crisis and "with signs"
never wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Generic, Protocol, TypeVar

from app.care.progress.flagging import Verdict
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.past import Past, usual
from app.care.progress.quiet import alike
from app.care.progress.reading import Reading
from app.care.progress.units import unit_named

AGREES, DIFFERS, TOO_SOON, SEEN = "agrees", "differs", "too soon", "seen"
NIGHT = timedelta(hours=10)
"""A weight sooner than this shows a slip, but says nothing of the next morning."""


class Waiting(Past, Protocol):
    """A reading whose flag may wait. ``because`` is what was kept of its verdict."""

    @property
    def because(self) -> dict[str, Any] | None: ...
    @property
    def again_by(self) -> datetime | None: ...


Row = TypeVar("Row", bound=Waiting)


@dataclass(frozen=True)
class Outcome(Generic[Row]):
    """What a new reading settles. ``band``: in which the team hears now, if at all; ``first``: the reading that
    waited and whose flag stands; ``settled``: every reading that waits no more, with the answer."""

    band: str | None
    first: Row | None
    settled: list[tuple[Row, str]]


def settle(second: Reading, at: datetime, verdict: Verdict, holding: Holding, before: Sequence[Row]) -> Outcome[Row]:
    """Hold a new reading against those that wait. ``verdict`` is its own; ``before``: what was before it."""
    settled: list[tuple[Row, str]] = []
    first = None
    for row in before:
        if row.again_by is None:
            continue
        seen = holding.seen_at is not None and row.happened_at <= holding.seen_at
        seen = seen and alike(row.flag or "", holding.seen_flag)
        answer = SEEN if seen else agrees(row, second, at, verdict, holding, before)
        if answer != TOO_SOON:
            settled.append((row, answer))
            first = row if answer == AGREES else first
    band = verdict.band if verdict.again is None else None
    if first is not None and band != "urgent":
        band = str((first.because or {}).get("band") or "soon")
    return Outcome(band, first, settled)


def agrees(
    first: Waiting, second: Reading, at: datetime, verdict: Verdict, holding: Holding, before: Sequence[Past]
) -> str:
    """Whether a second reading says the same as one that waits."""
    if second.kind.name != "weight":
        if first.flag == "pulse" and "pulse" not in second.values:
            return TOO_SOON
        zone = (first.because or {}).get("zone") or {}
        same = verdict.zone is not None and verdict.zone.key == zone.get("key")
        return AGREES if verdict.band == "urgent" or same or verdict.flag == first.flag else DIFFERS
    earlier = [row for row in before if row.happened_at < first.happened_at]
    same = _weight_agrees(first, second, at, holding, earlier)
    if at - first.happened_at < NIGHT:
        return TOO_SOON if same else DIFFERS
    return AGREES if same else DIFFERS


def _weight_agrees(first: Waiting, second: Reading, at: datetime, holding: Holding, earlier: Sequence[Past]) -> bool:
    """Still that far from the usual weight (the middle of the days before the jump), in the same direction,
    both of them."""
    kept = first.because or {}
    unit, kind = second.unit, KINDS["weight"]
    if zone := kept.get("zone"):
        row = zone["row"]
        limit = unit_named(kind, str(row.get("unit") or "")).canonical(float(row.get("number") or 0))
        days = int(row.get("days") or 1)
    else:
        days = 7 if first.flag == "weight_week" else 1
        limit = unit.canonical(holding.limits.must("weight_week" if days == 7 else "weight_day", unit))
    middle = usual(earlier, at, days=9) if days <= 2 else _then(earlier, first.happened_at, days)
    base = middle if middle is not None else kept.get("against")
    if base is None:
        return True
    way = 1 if first.canonical >= base else -1
    nearer = min((first.canonical - base) * way, (second.canonical - base) * way)
    return round(nearer, 2) >= round(limit, 2)


def _then(earlier: Sequence[Past], at: datetime, days: int) -> float | None:
    """The middle of the readings about ``days`` before; None when there were fewer than two."""
    first, last = at - timedelta(days=days + 2), at - timedelta(days=max(days - 2, 1))
    values = [row.canonical for row in earlier if first <= row.happened_at <= last]
    return median(values) if len(values) > 1 else None
