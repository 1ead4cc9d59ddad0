"""What somebody said in numbers from 0 to 10, as a drawn line: how near a goal is, how sure they are of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.progress.chart import Line, Spot, draw
from app.models import GoalNear, Sureness

ENDS = (0.0, 10.0)
STEPS = 2
"""A line may go over twice the time that a reading may be away: people say such things less often."""
MOST = 2000


@dataclass(frozen=True)
class Said:
    """One number on one day, and by whom."""

    on: date
    number: int
    words: str
    actor_id: str
    capacity: str
    id: str = ""


@dataclass(frozen=True)
class Course:
    """What was said of one line of the plan, newest first, and the drawing of it."""

    key: str
    title: str
    said: list[Said]
    line: Line

    @property
    def lowest(self) -> int:
        return min(one.number for one in self.said)

    @property
    def highest(self) -> int:
        return max(one.number for one in self.said)


@dataclass(frozen=True)
class Span:
    """The time that is looked at: from the start of a day until now, ``gap`` between readings, and pauses."""

    start: datetime
    until: datetime
    gap: timedelta
    rests: Sequence[tuple[datetime, datetime]] = ()


def near(rows: Sequence[GoalNear]) -> list[Said]:
    """How near, as it was said; newest first as it came."""
    return [Said(row.happened_on, row.rung, row.words, row.actor_id, row.capacity, row.id) for row in rows]


def sure(session: Session, grant: Grant, start: datetime, zone: ZoneInfo) -> dict[str, list[Said]]:
    """How sure the person said they were from a moment on, newest first, by the step's key. One statement."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, Sureness).where(Sureness.at >= start)
    found: dict[str, list[Said]] = {}
    for row in session.scalars(query.order_by(Sureness.at.desc(), Sureness.id).limit(MOST)):
        on = row.at.astimezone(zone).date()
        found.setdefault(row.key, []).append(Said(on, row.confidence, row.words, row.actor_id, row.capacity))
    return found


def course(key: str, title: str, said: Sequence[Said], span: Span) -> Course | None:
    """The line of what was said; None for nothing. Of several on one day the last one is drawn, all are told."""
    zone = span.start.tzinfo
    newest = {one.on: one for one in reversed(said)}
    spots = [Spot(datetime.combine(on, time(12), zone), (float(one.number),)) for on, one in newest.items()]
    line = draw(
        spots, first=span.start, last=span.until, gap=span.gap * STEPS, ends=ENDS, rests=span.rests
    )  # fmt: skip
    return Course(key, title, list(said), line) if line else None
