"""Measure again before a flag stands: whether a second reading agrees with the first. Pure.

A single jump without signs waits for a second reading. It stands when that agrees, or when none comes in time; it is
let go when that does not. Red, crisis and "with signs" never wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.care.progress import zones
from app.care.progress.flagging import Verdict
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.past import Past, usual
from app.care.progress.reading import Reading

AGREES, DIFFERS, TOO_SOON = "agrees", "differs", "too soon"
NIGHT = timedelta(hours=10)
"""A weight sooner than this shows a slip, but says nothing of the next morning."""


class Waiting(Past, Protocol):
    """A reading whose flag waits. ``because`` is what was kept of its verdict."""

    @property
    def because(self) -> dict[str, Any] | None: ...


def agrees(first: Waiting, second: Reading, at: datetime, verdict: Verdict, holding: Holding,
           before: Sequence[Past]) -> str:  # fmt: skip
    """Hold a second reading against one that waits. ``verdict``: of the second; ``before``: what was before it."""
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
    """Still that far from the usual weight (the middle of the 7 days before the jump), in the same direction."""
    kept = first.because or {}
    unit, kind = second.unit, KINDS["weight"]
    if zone := kept.get("zone"):
        row = zone["row"]
        limit = zones.unit_named(kind, str(row.get("unit") or "")).canonical(float(row.get("number") or 0))
        days = int(row.get("days") or 1)
    else:
        days = 7 if first.flag == "weight_week" else 1
        limit = unit.canonical(holding.limits.must("weight_week" if days == 7 else "weight_day", unit))
    against = kept.get("against")
    middle = usual(earlier, at) if days <= 2 else None
    base = middle if middle is not None else against
    if base is None:
        return True
    way = 1 if first.canonical >= base else -1
    return round((second.canonical - base) * way, 2) >= round(limit, 2)
