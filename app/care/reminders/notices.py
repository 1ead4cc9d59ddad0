"""Messages that are no reminder: something happened to an account, and whoever owns it hears of it at once.

They count for no limit, wait for no morning and cannot be switched off.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.care.reminders.schedule import NEW_WAY
from app.db import new_id
from app.models import Account, Reminder

WORTH = timedelta(days=2)


def of_a_new_way(session: Session, grant: Grant, account_id: str) -> None:
    """Somebody of the practice gave a new way into this account: all its devices hear of it, and its pages say it."""
    now = clock.now()
    session.execute(sa.update(Account).where(Account.id == account_id).values(new_way_at=now))
    session.add(
        Reminder(
            patient_id=grant.patient_id, account_id=account_id, kind=NEW_WAY, key="", dedupe=f"{NEW_WAY}:{new_id()}",
            due_at=now, next_try_at=now, stale_at=now + WORTH,
        )
    )  # fmt: skip
    session.flush()
