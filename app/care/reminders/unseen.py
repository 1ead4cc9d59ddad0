"""Reminders that were sent and of which no phone said that it showed them: one after the other, a day and more ago.

Three in a row begin a ladder: a card in the app, an e-mail to who gave an address, then the nurse's call list. The
first one that is seen ends it, and so does a device that is turned on anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.reminders.schedule import AT_ONCE
from app.models import Delivery, PushSubscription, Reminder

AFTER = timedelta(days=1)
"""How long a phone may be off before its silence counts."""
TIMES = 3


@dataclass(frozen=True)
class Streak:
    """What one account did not see about one person: how many, and since when (the stage of what follows)."""

    patient_id: str
    account_id: str
    count: int
    since: datetime


def was_seen(row: Any) -> sa.ColumnElement[bool]:
    """Whether a phone said of this reminder (the table, or an alias of it) that it showed or opened it."""
    told = sa.or_(Delivery.shown_at.is_not(None), Delivery.opened_at.is_not(None))
    return sa.exists().where(Delivery.reminder_id == row.id, told)


def mine(session: Session, grant: Grant) -> Streak | None:
    """The streak of whoever acts, about the grant's person; None when their reminders are seen."""
    grant.must(Permission.OWN_REMINDERS)
    found = streaks(session, patient_id=grant.patient_id, account_id=grant.actor_id)
    return found[0] if found else None


def streaks(
    session: Session, least: int = TIMES, *, patient_id: str = "", account_id: str = "",
    among: sa.Select[str] | None = None,
) -> list[Streak]:  # fmt: skip
    """Every account and person with at least so many unseen reminders in a row; one of each when they are named.
    ``among``: only these accounts.

    Who has no device at all is not among them (`concerns/timed/reminders_lost.py`), nor messages without a token.
    """
    of_it = Delivery.reminder_id == Reminder.id
    seen = _named(
        sa.select(Reminder.patient_id, Reminder.account_id, sa.func.max(Reminder.sent_at).label("at"))
        .where(Reminder.sent_at.is_not(None), was_seen(Reminder))
        .group_by(Reminder.patient_id, Reminder.account_id),
        patient_id, account_id,
    ).subquery()  # fmt: skip
    devices = sa.select(PushSubscription.account_id, sa.func.max(PushSubscription.created_at).label("at"))
    if account_id:
        devices = devices.where(PushSubscription.account_id == account_id)
    device = devices.group_by(PushSubscription.account_id).subquery()
    unseen = (
        sa.select(Reminder.patient_id, Reminder.account_id, sa.func.count(), seen.c.at, device.c.at)
        .join(device, device.c.account_id == Reminder.account_id)
        .outerjoin(seen, sa.and_(
            seen.c.patient_id == Reminder.patient_id, seen.c.account_id == Reminder.account_id,
        ))
        .where(
            Reminder.kind.not_in(AT_ONCE), Reminder.sent_at <= clock.now() - AFTER, Reminder.sent_at > device.c.at,
            sa.or_(seen.c.at.is_(None), Reminder.sent_at > seen.c.at),
            sa.exists().where(of_it, Delivery.outcome == "delivered", Delivery.token_hash.is_not(None)),
        )
        .group_by(Reminder.patient_id, Reminder.account_id, seen.c.at, device.c.at)
        .having(sa.func.count() >= least)
        .order_by(Reminder.patient_id, Reminder.account_id)
    )  # fmt: skip
    if among is not None:
        unseen = unseen.where(Reminder.account_id.in_(among))
    return [
        Streak(patient, account, count, max(filter(None, (seen_at, device_at))))
        for patient, account, count, seen_at, device_at in session.execute(_named(unseen, patient_id, account_id))
    ]


def _named(query: sa.Select, patient_id: str, account_id: str) -> sa.Select:
    for column, value in ((Reminder.patient_id, patient_id), (Reminder.account_id, account_id)):
        query = query.where(column == value) if value else query
    return query
