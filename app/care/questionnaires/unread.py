"""Answers that nobody has read when the visit is near."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import audit
from app.access.grants import system
from app.db import lock
from app.models import Concern
from app.models.concern import BANDS


def press(session: Session, today: date) -> int:
    """From the last working day before the visit on, unread answers are at least "soon". Returns how many moved.

    ``today`` is the practice's day. Harmless to repeat.
    """
    query = sa.select(Concern).where(
        Concern.rule == "unread_answers", Concern.closed_at.is_(None), Concern.band > BANDS["soon"]
    )
    moved = 0
    for concern in session.scalars(lock(query)):
        visit = concern.why.get("visit_on")
        if visit and last_working_day_before(date.fromisoformat(visit)) <= today:
            concern.band = BANDS["soon"]
            audit.record(session, system(concern.patient_id), "press concern", concern.rule, concern.id)
            moved += 1
    return moved


def last_working_day_before(day: date) -> date:
    """The day before, or the Friday before a weekend. Holidays are not known here."""
    before = day - timedelta(days=1)
    while before.weekday() > 4:
        before -= timedelta(days=1)
    return before
