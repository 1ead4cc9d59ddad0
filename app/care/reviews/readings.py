"""What was measured beside an activity: how often, the first and the newest reading."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.models import Measurement


@dataclass(frozen=True)
class Readings:
    """Readings of one kind in the look-back, oldest first; ``days`` on the person's calendar."""

    kind: str
    count: int
    first: Measurement
    last: Measurement
    days: frozenset[date]


def readings_since(session: Session, grant: Grant, kinds: set[str], since: date, zone: str) -> dict[str, Readings]:
    """Readings by kind since the start of ``since`` in ``zone``, in one statement (none for no kinds)."""
    kinds = {kind for kind in kinds if kind}
    if not kinds:
        return {}
    query = (
        records.of(session, grant, Measurement)
        .where(
            Measurement.kind.in_(kinds),
            Measurement.happened_at >= datetime.combine(since, time(), ZoneInfo(zone)),
            Measurement.undone_at.is_(None),
        )
        .order_by(Measurement.happened_at)
    )
    found: dict[str, list[Measurement]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.kind].append(row)

    def days(rows: list[Measurement]) -> frozenset[date]:
        return frozenset(row.happened_at.astimezone(ZoneInfo(zone)).date() for row in rows)

    return {kind: Readings(kind, len(rows), rows[0], rows[-1], days(rows)) for kind, rows in found.items()}
