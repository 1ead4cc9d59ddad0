"""Measure again before a flag stands: whether a second reading agrees with the first. Pure.

A single jump without signs waits for a second reading. It stands when that agrees, or when none comes in time; it is
let go when that does not, or when the team closed a line about this kind meanwhile. Red, crisis and "with signs"
never wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any, Generic, Protocol, TypeVar

from app.care.progress.flagging import Verdict
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.past import Past, day_of, then, usual
from app.care.progress.quiet import alike, is_opposite
from app.care.progress.reading import Reading
from app.care.progress.units import unit_named

AGREES, DIFFERS, TOO_SOON, SEEN = "agrees", "differs", "too soon", "seen"
NIGHT, SAME_MOMENT = timedelta(hours=10), timedelta(hours=1)
"""A weight of the same moment shows a slip, but says nothing of the next morning. Later on the same day it says
nothing either way: meals and clothes weigh as much as the limit of a day [own]."""


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
    after, another_day = at - first.happened_at, day_of(first, at) != at.date()
    if same:
        return AGREES if another_day and after >= NIGHT else TOO_SOON
    return DIFFERS if another_day or after < SAME_MOMENT else TOO_SOON


def _weight_agrees(first: Waiting, second: Reading, at: datetime, holding: Holding, earlier: Sequence[Past]) -> bool:
    """Still that far from the usual weight (the middle of the days before the jump), the way that the flag says.

    Both of them for a change overnight. For a change of a week the middle of both, and each by the limit of a day: it
    grows slowly, and one of two mornings may be a light one."""
    kept = first.because or {}
    unit, kind, limits = second.unit, KINDS["weight"], holding.limits
    least = None
    if zone := kept.get("zone"):
        row = zone["row"]
        limit = unit_named(kind, str(row.get("unit") or "")).canonical(float(row.get("number") or 0))
        days = int(row.get("days") or 1)
    else:
        days = 7 if first.flag == "weight_week" else 1
        limit = unit.canonical(limits.must("weight_week" if days == 7 else "weight_day", unit))
        least = unit.canonical(limits.must("weight_day", unit)) if days == 7 else None
    middle = usual(earlier, at, days=9) if days <= 2 else then(earlier, first.happened_at, days)
    base = middle if middle is not None else kept.get("against")
    if base is None:
        return True
    way = -1 if kept.get("way", "gain" if first.canonical >= base else "loss") == "loss" else 1
    if is_opposite("gain" if way > 0 else "loss", at, holding):  # both beyond where the change began that was closed
        base = max(base * way, (holding.seen_began or base) * way) * way
    off = [(first.canonical - base) * way, (second.canonical - base) * way]
    if least is None:
        return round(min(off), 2) >= round(limit, 2)
    return round(mean(off), 2) >= round(limit, 2) and round(min(off), 2) >= round(least, 2)
