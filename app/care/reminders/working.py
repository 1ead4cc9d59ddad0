"""*Are my reminders working?*: what is known of each device, what comes next, what became of the last test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.reminders import devices, unseen
from app.care.reminders.schedule import AT_ONCE, TEST
from app.care.reminders.unseen import Streak
from app.models import Delivery, PushSubscription, Reminder

FRESH = timedelta(minutes=30)
"""How long the page speaks of a test."""
FINAL = ("opened", "failed", "no_device")
"""States of a test after which nothing more can come."""


@dataclass(frozen=True)
class Known:
    """What is known of one device about this person: the last time of each; None when that never was."""

    device: PushSubscription
    sent: datetime | None
    shown: datetime | None
    opened: datetime | None

    @property
    def may_show_itself(self) -> bool:
        """Whether the system may show notes without our worker, so that only the opening is known."""
        return self.device.service == "apple" and self.shown is None


@dataclass(frozen=True)
class Test:
    """The last test of the last half hour. `state`: waiting, sent, shown, opened, no_device, failed."""

    id: str
    state: str
    at: datetime

    @property
    def is_over(self) -> bool:
        return self.state in FINAL


@dataclass(frozen=True)
class Working:
    """Everything the page says about whoever acts."""

    known: list[Known]
    due: Reminder | None
    test: Test | None
    streak: Streak | None


def of(session: Session, grant: Grant) -> Working:
    """Read it for whoever acts. Needs OWN_REMINDERS."""
    own = devices.mine(session, grant)
    query = records.of(session, grant, Reminder).where(Reminder.account_id == grant.actor_id)
    due = query.where(Reminder.state == "due", Reminder.kind.not_in(AT_ONCE)).order_by(Reminder.next_try_at).limit(1)
    test = query.where(Reminder.kind == TEST, Reminder.due_at > clock.now() - FRESH).order_by(Reminder.due_at.desc())
    last = session.scalars(test.limit(1)).first()
    return Working(
        _known(session, grant, own), session.scalars(due).first(), _test(session, last) if last else None,
        unseen.mine(session, grant),
    )  # fmt: skip


def state_of_test(session: Session, account_id: str, reminder_id: str) -> str:
    """What became of a test of this account; empty when it has none with this id."""
    row = session.get(Reminder, reminder_id)
    return _test(session, row).state if row and row.kind == TEST and row.account_id == account_id else ""


def _known(session: Session, grant: Grant, own: list[PushSubscription]) -> list[Known]:
    last = (sa.func.max(column) for column in (Delivery.shown_at, Delivery.opened_at))
    sent = sa.func.max(sa.case((Delivery.outcome == "delivered", Delivery.at)))
    query = records.of(session, grant, Delivery).with_only_columns(Delivery.subscription_id, sent, *last)
    query = query.where(Delivery.subscription_id.in_([one.id for one in own])).group_by(Delivery.subscription_id)
    found = {row[0]: row[1:] for row in session.execute(query)} if own else {}
    return [Known(one, *(found.get(one.id) or (None, None, None))) for one in own]


def _test(session: Session, row: Reminder) -> Test:
    shown, opened = (sa.func.max(column) for column in (Delivery.shown_at, Delivery.opened_at))
    query = sa.select(shown, opened).where(Delivery.reminder_id == row.id)
    shown_at, opened_at = session.execute(query).one()
    for state, at in (("opened", opened_at), ("shown", shown_at)):
        if at is not None:
            return Test(row.id, state, at)
    if row.sent_at:
        return Test(row.id, "sent", row.sent_at)
    if row.state == "due" and row.stale_at > clock.now():
        return Test(row.id, "waiting", row.due_at)
    return Test(row.id, "no_device" if row.why_dropped == "no_device" else "failed", row.due_at)
