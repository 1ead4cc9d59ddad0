"""What has to be looked at although nobody opened a page: reviews coming near, tries and links long past.

Safe to run twice at once: a concern is raised once, and removing what is gone removes nothing.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.reviews import due
from app.config import Config
from app.db import Database
from app.models import Delivery, Reminder, SignInLink, Throttle

KEEP_TRIES = timedelta(days=1)
"""Longer than any wait that they can cause (an hour)."""
KEEP_REMINDERS = timedelta(days=60)
DAILY = ("activity", "measurement")
"""Kinds that come again each day. The others are kept: their row is why they never come twice."""


def tidy(config: Config, database: Database) -> int:
    """Raise what is due and remove what is past. Returns how many reviews are near or late."""
    with database.write() as session:
        reviews = due.raise_due(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        before = clock.now() - KEEP_TRIES
        session.execute(sa.delete(Throttle).where(Throttle.last_at < before))
        session.execute(sa.delete(SignInLink).where(SignInLink.expires_at < before))
        _forget_reminders(session)
    return reviews


def _forget_reminders(session: Session) -> None:
    past = sa.select(Reminder.id).where(
        Reminder.kind.in_(DAILY), Reminder.state != "due", Reminder.due_at < clock.now() - KEEP_REMINDERS
    )
    session.execute(sa.delete(Delivery).where(Delivery.reminder_id.in_(past)))
    session.execute(sa.delete(Reminder).where(Reminder.id.in_(past)))
