"""Arrangements that need somebody: a result that nobody told, a loop past its day, a return that nobody booked.

Run nightly for all, and for one row whenever it moves; twice changes nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant, system
from app.care import concerns
from app.care.arrangements.sorts import LOOPS, PREP, RETURN, VISIT
from app.models import Arrangement, ArrangementStep, Concern, Patient

UNTOLD, LATE, UNBOOKED, NOT_READY = "result_untold", "loop_late", "return_unbooked", "visit_not_ready"
HAPPENED, PASSED = "return_now", "visit_passed"
RULES = (UNTOLD, LATE, UNBOOKED, NOT_READY, HAPPENED, PASSED)
BOOK_AHEAD = timedelta(days=14)
"""How long before its day a return that nobody booked comes to the worklist."""
READY_AHEAD = timedelta(days=2)
TELL_WITHIN = timedelta(days=2)
A_DAY = timedelta(days=1)
"""How long after its time somebody should have written down whether it took place."""
QUIET_FOR = timedelta(days=7)


def raise_due(session: Session, today: date) -> int:
    """Bring what needs somebody to the worklist. ``today``: the practice's day. Returns how many were looked at."""
    near = datetime.combine(today + READY_AHEAD + timedelta(days=1), time(), UTC)
    query = sa.select(Arrangement).where(
        Arrangement.closed_at.is_(None),
        sa.or_(
            Arrangement.due_on <= today + BOOK_AHEAD,
            Arrangement.state.in_(("happened", "result_back")),
            sa.and_(Arrangement.state == "booked", Arrangement.happens_at <= near),
        ),
    )
    found = list(session.scalars(query.order_by(Arrangement.id)))
    for row in found:
        watch(session, system(row.patient_id), row)
    return len(found)


def watch(session: Session, grant: Grant, row: Arrangement) -> None:
    """Raise or close the lines of one arrangement as it stands now."""
    today = clock.today(session.get_one(Patient, row.patient_id).time_zone)
    is_open = row.closed_at is None
    untold = is_open and row.state == "result_back"
    _set(session, grant, row, UNTOLD, on=untold, due=clock.now() + TELL_WITHIN)
    late = is_open and row.sort in LOOPS and not untold and row.due_on is not None and row.due_on < today
    _set(session, grant, row, LATE, on=late)
    unbooked = is_open and row.sort == RETURN and row.state == "open" and row.due_on is not None
    _set(session, grant, row, UNBOOKED, on=unbooked and row.due_on is not None and row.due_on <= today + BOOK_AHEAD)
    _set(session, grant, row, HAPPENED, on=is_open and row.state == "happened")
    over = row.happens_at is not None and row.happens_at + A_DAY <= clock.now()
    _set(session, grant, row, PASSED, on=is_open and row.state == "booked" and row.sort not in LOOPS and over)
    watch_prep(session, grant, row)


def watch_prep(session: Session, grant: Grant, row: Arrangement) -> None:
    """A visit in the next two days whose list is not done shows on the worklist; done, it leaves."""
    if row.sort != VISIT:
        return
    zone = ZoneInfo(session.get_one(Patient, row.patient_id).time_zone)
    today = clock.now().astimezone(zone).date()
    on = row.happens_at.astimezone(zone).date() if row.happens_at else None
    near = row.closed_at is None and on is not None and today <= on <= today + READY_AHEAD
    if near:
        ticks = sa.select(ArrangementStep.name).where(
            ArrangementStep.patient_id == row.patient_id, ArrangementStep.arrangement_id == row.id,
            ArrangementStep.sort == "prep", ArrangementStep.undone_at.is_(None),
        )  # fmt: skip
        near = not set(PREP) <= set(session.scalars(ticks))
    _set(session, grant, row, NOT_READY, on=near, due=row.happens_at)


def _set(
    session: Session, grant: Grant, row: Arrangement, rule: str, *, on: bool, due: datetime | None = None
) -> None:
    of_it = sa.select(Concern).where(
        Concern.patient_id == row.patient_id, Concern.rule == rule, Concern.subject == row.id
    )
    lines = list(session.scalars(of_it))
    there = next((line for line in lines if line.closed_at is None), None)
    if there is not None and not on:
        concerns.close_concern_for(session, grant, rule, row.id)
    elif there is not None and there.taken_at is None:
        there.owner_id = row.owner_id
    elif there is None and on and not (rule != UNTOLD and any(_by_hand_lately(line) for line in lines)):
        zone = ZoneInfo(session.get_one(Patient, row.patient_id).time_zone)
        booked = row.happens_at.astimezone(zone).date() if row.happens_at else None
        day = booked if rule in (NOT_READY, PASSED) else row.due_on or booked
        concerns.raise_concern(
            session, grant, rule=rule, subject=row.id, owner_id=row.owner_id, due_at=due,
            why={"title": row.what, "about": row.condition, "day": day.isoformat() if day else ""},
        )  # fmt: skip


def _by_hand_lately(line: Concern) -> bool:
    """Somebody dealt with it and closed it: it comes again after a week at the earliest. An untold result always."""
    return line.closed_at is not None and line.outcome != "dealt_with" and line.closed_at > clock.now() - QUIET_FOR
