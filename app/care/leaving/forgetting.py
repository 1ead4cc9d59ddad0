"""What was kept for its time goes: the rules of `retention` applied, a bounded number of rows in one transaction.

Safe to run twice at once, and to stop in between: what is gone stays gone, and the next round goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.leaving.retention import RULES, Rule
from app.care.leaving.rows import remove
from app.care.reminders.schedule import AT_ONCE
from app.care.reminders.unseen import was_seen
from app.db import Base, Database
from app.models import Delivery, LoginSession, Mail, PushSubscription, Reminder

BATCH = 500
"""Rows of one table in one transaction at most."""
ROUNDS = 40
"""Transactions for one table in one night at most; the rest goes the next night."""
COME_AGAIN = ("activity", "measurement", *AT_ONCE)
"""Kinds that come each day, or when somebody asks. Of the others the row is kept: it is why they never come twice."""


def _only_reminders() -> sa.ColumnElement[bool]:
    """All but the last one that each receiver saw: from then on those that nobody saw are counted (`unseen`)."""
    later = sa.orm.aliased(Reminder)
    newer = sa.exists().where(
        later.patient_id == Reminder.patient_id, later.account_id == Reminder.account_id,
        later.sent_at > Reminder.sent_at, was_seen(later),
    )  # fmt: skip
    return sa.and_(
        Reminder.kind.in_(COME_AGAIN), Reminder.state != "due", sa.or_(~was_seen(Reminder), newer)
    )  # fmt: skip


ONLY: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "reminder": _only_reminders,
    "mail": lambda: Mail.state != "due",
    "login_session": lambda: ~sa.exists().where(PushSubscription.login_session_id == LoginSession.id),
}
"""What else must be so before a row goes, by table."""
WITH_IT: dict[str, Any] = {"reminder": Delivery.reminder_id}
"""Rows of another table that go with it."""


def forget(database: Database) -> dict[str, int]:
    """Remove what is past. Returns how many rows went, by table."""
    gone: Counter[str] = Counter()
    for name, rule in RULES.items():
        if rule.keeps is None:
            continue
        before = clock.now() - rule.keeps
        for _round in range(ROUNDS):
            with database.write() as session:
                count = _forget_some(session, name, rule, before)
            gone[name] += count
            if count < BATCH:
                break
    return {name: n for name, n in gone.items() if n}


def _forget_some(session: Session, name: str, rule: Rule, before: datetime) -> int:
    table = Base.metadata.tables[name]
    column, key = table.c[rule.after], next(iter(table.primary_key))
    past = column < (before.date() if isinstance(column.type, sa.Date) else before)
    query = sa.select(key).where(past)
    if name in ONLY:
        query = query.where(ONLY[name]())
    ids = list(session.scalars(query.order_by(column, key).limit(BATCH).with_for_update(skip_locked=True)))
    if not ids:
        return 0
    if (other := WITH_IT.get(name)) is not None:
        session.execute(sa.delete(other.class_).where(other.in_(ids)))
    return remove(session, sa.delete(table).where(key.in_(ids)))
