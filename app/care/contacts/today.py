"""What the person sees on Today from the office: calls that did not reach them, and what is arranged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.care.arrangements import reading
from app.care.arrangements.reading import Arranged
from app.care.arrangements.sorts import RETURN
from app.care.contacts import calls
from app.care.contacts.calls import Tried

AHEAD = timedelta(days=14)
NEWS = timedelta(days=7)


@dataclass(frozen=True)
class Office:
    """``tried``: calls that did not reach them. ``near``: what comes in 14 days or is to be booked, and news."""

    tried: Tried | None
    near: list[Arranged] = field(default_factory=list)
    more: int = 0


def of(session: Session, grant: Grant) -> Office:
    """Two statements."""
    found = reading.all_of(session, grant)
    near = [one for one in found if _is_near(one)]
    return Office(calls.for_the_person(session, grant), near, sum(1 for one in found if one.is_open) - len(near))


def _is_near(one: Arranged) -> bool:
    row, now = one.row, clock.now()
    if not one.is_open:
        is_news = bool(row.result) or row.state == "called_off"
        return is_news and row.closed_at is not None and row.closed_at > now - NEWS
    if row.happens_at is not None and row.state == "booked":
        return now - timedelta(hours=12) <= row.happens_at <= now + AHEAD
    return row.sort == RETURN and row.due_on is not None and row.due_on <= (now + AHEAD).date()
