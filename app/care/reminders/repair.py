"""The pass that mends what was missed: time goes on although no fact changes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.reminders.refresh import refresh
from app.models import Patient


def everybody(session: Session) -> list[str]:
    """Ids of all people; no more than that is read without a grant."""
    return list(session.scalars(sa.select(Patient.id).order_by(Patient.id)))


def one(session: Session, grant: Grant) -> None:
    """Refresh one person's reminders."""
    refresh(session, grant)
