"""The sender's side of the rows: claim a few with a lease, give back what was not reached. No network here.

What to send for a claimed row is worked out in `looking`, what became of it is stored by `recording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.reminders.saying import NOTHING, Said
from app.db import new_id
from app.models import PushSubscription, Reminder

LEASE = timedelta(minutes=2)
"""How long claimed rows are ours."""
EIGHTH = 8
"""Rows of a batch are begun in the first eighth of the lease: what is left, 105 seconds, is longer than one row can
take, ten devices with ten seconds each."""
MOST, SHARE, FEW = 20, 3, 4
"""A batch is at most MOST rows, and one in SHARE of those that are due, since the rest is for other senders; but FEW
are worth no sharing."""

ROWS, PHONES = cast(sa.Table, Reminder.__table__), cast(sa.Table, PushSubscription.__table__)


@dataclass(frozen=True)
class Claim:
    """One row that is ours until the lease ends."""

    reminder_id: str
    patient_id: str
    lease: str
    until: datetime
    row: Reminder = field(repr=False, compare=False)
    """The row itself, for whoever looks at it in the same transaction."""


@dataclass(frozen=True)
class Device:
    """Where to send, sealed as it is stored; `delivery_id` is the row of this attempt, `token` what it carries."""

    id: str
    endpoint: str
    p256dh: str
    auth: str
    vapid_key_id: str
    delivery_id: str
    token: str


@dataclass(frozen=True)
class Errand:
    """What to send, to which devices; `seconds` is how long it is worth delivering."""

    claim: Claim
    patient_id: str
    kind: str
    language: str
    devices: tuple[Device, ...]
    seconds: int
    said: Said = NOTHING
    """What the message says and where it leads."""
    joined: int = 0
    """How many other rows its message speaks for."""


def claim(session: Session) -> list[Claim]:
    """Take the next due rows that nobody holds. Two senders never get the same one while its lease lasts."""
    now, lease = clock.now(), new_id()
    free = sa.or_(Reminder.leased_until.is_(None), Reminder.leased_until <= now)
    due = sa.select(Reminder.id).where(Reminder.state == "due", Reminder.next_try_at <= now, free)
    waiting = session.scalar(sa.select(sa.func.count()).select_from(due.limit(MOST * SHARE).subquery()))
    if not waiting:
        return []
    next_ones = (
        due.order_by(Reminder.next_try_at, Reminder.id)
        .limit(min(MOST, max(FEW, waiting // SHARE)))
        .with_for_update(skip_locked=True)  # SQLite has no such words: there the whole file is ours already
        .cte("next_ones")  # looked up once; as a plain subquery PostgreSQL may look again and lock more
    )
    rows = session.scalars(
        sa.update(Reminder)
        .where(Reminder.id.in_(sa.select(next_ones.c.id)))
        .values(lease=lease, leased_until=now + LEASE)
        .returning(Reminder)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    ordered = sorted(rows, key=lambda row: (row.next_try_at, row.id))
    return [Claim(row.id, row.patient_id, lease, now + LEASE, row) for row in ordered]


def begins_until(claimed: Claim) -> datetime:
    """Until when a claimed row may be begun, so that the lease lasts to its end."""
    return claimed.until - LEASE + LEASE / EIGHTH


JOINED = ROWS.alias("joined")
STILL = (
    sa.select(
        ROWS.c.stale_at, PHONES.c.id, PHONES.c.endpoint,
        sa.select(sa.func.count()).select_from(JOINED).where(
            JOINED.c.patient_id == ROWS.c.patient_id, JOINED.c.joins == ROWS.c.dedupe, JOINED.c.state == "joined",
        ).scalar_subquery(),
    )
    .select_from(ROWS.join(PHONES, PHONES.c.account_id == ROWS.c.account_id))
    .where(
        ROWS.c.id == sa.bindparam("row"), ROWS.c.lease == sa.bindparam("mine"), ROWS.c.state == "due",
        ROWS.c.next_try_at <= sa.bindparam("now"),
    )
)  # fmt: skip


def is_as_it_was(session: Session, errand: Errand) -> bool:
    """Whether the row is still ours and due, speaks for as many others, and its devices are still there.

    Whoever changes a fact brings the rows up to date in the same transaction, so this sees what was done, opened, put
    off or switched off since the row was looked at.
    """
    now = clock.now()
    found = session.connection().execute(
        STILL, {"row": errand.claim.reminder_id, "mine": errand.claim.lease, "now": now}
    ).all()  # fmt: skip
    phones = {(id_, endpoint) for _stale, id_, endpoint, _joined in found}
    return (
        all((one.id, one.endpoint) in phones for one in errand.devices)
        and all(stale > now and joined == errand.joined for stale, _id, _endpoint, joined in found)
    )  # fmt: skip


def give_back(session: Session, claims: Sequence[Claim]) -> None:
    """Rows that were not begun are anybody's again, at once. What is no longer ours stays as it is."""
    for lease in {one.lease for one in claims}:
        ids = [one.reminder_id for one in claims if one.lease == lease]
        ours = sa.select(ROWS.c.id).where(ROWS.c.id.in_(ids), ROWS.c.lease == lease, ROWS.c.state == "due")
        held = ours.order_by(ROWS.c.id).with_for_update().cte("held")  # in one order, so that nobody waits in a ring
        free = sa.update(ROWS).where(ROWS.c.id.in_(sa.select(held.c.id)))
        session.connection().execute(free.values(lease=None, leased_until=None))
