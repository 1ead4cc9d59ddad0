"""Rules about what did not happen: they depend on time passing, so a job looks for them. Each is safe to run twice at
once, raises each cause once, and takes its line off when the cause is gone.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.care.concerns.limits import values
from app.care.concerns.timed import late_promises, missed, reminders_lost, silence, unanswered, unread


def raise_due(session: Session, today: date) -> int:
    """Look at everybody, on the practice's day ``today``. Returns how many lines were raised."""
    known = values(session)
    return (
        late_promises.raise_due(session, known, today)
        + missed.raise_due(session, known, today)
        + silence.raise_due(session, known, today)
        + reminders_lost.raise_due(session, known)
        + unanswered.raise_due(session)
        + unread.raise_due(session)
    )
