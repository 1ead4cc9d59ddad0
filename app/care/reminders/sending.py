"""The sender's side of the rows: claim with a lease, look again, record what happened. No network here."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant, system
from app.care.reminders import choices, saying, seen
from app.care.reminders.choices import Choices
from app.care.reminders.kinds import ASKED_FOR
from app.care.reminders.refresh import refresh
from app.care.reminders.saying import NOTHING, Said
from app.care.reminders.schedule import TEST
from app.care.reminders.times import after_quiet, local, moment
from app.db import lock, new_id
from app.models import Delivery, PushSubscription, Reminder

LEASE = timedelta(minutes=2)
"""Longer than one row can take: ten devices, ten seconds each."""
GAPS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60))
FAILURES_IN_A_ROW = 5
APART = {"synchronize_session": False}
"""For changes of rows that this transaction has not loaded."""


@dataclass(frozen=True)
class Claim:
    """One row that is ours until the lease ends."""

    reminder_id: str
    patient_id: str
    lease: str
    until: datetime
    row: Reminder | None = field(default=None, repr=False, compare=False)
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
    account_id: str
    patient_id: str
    kind: str
    language: str
    devices: tuple[Device, ...]
    seconds: int
    said: Said = NOTHING
    """What the message says and where it leads."""


def claim(session: Session) -> Claim | None:
    """Take the next due row that nobody holds. Two senders never get the same one while its lease lasts."""
    now, lease = clock.now(), new_id()
    free = sa.or_(Reminder.leased_until.is_(None), Reminder.leased_until <= now)
    next_one = (
        sa.select(Reminder.id)
        .where(Reminder.state == "due", Reminder.next_try_at <= now, free)
        .order_by(Reminder.next_try_at, Reminder.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite has no such words: there the whole file is ours already
    )
    row = session.scalars(
        sa.update(Reminder)
        .where(Reminder.id == next_one.scalar_subquery())
        .values(lease=lease, leased_until=now + LEASE)
        .returning(Reminder)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).first()
    return Claim(row.id, row.patient_id, lease, now + LEASE, row) if row else None


def look_again(session: Session, claimed: Claim) -> Errand | None:
    """What to send now; None when the row was put off or dropped instead, or is no longer ours.

    The facts are read once more first: what was done or opened since is not rung for, whoever did it.
    """
    refresh(session, claimed.patient_id)
    row = claimed.row if claimed.row is not None and claimed.row in session else held(session, claimed)
    if row is None or row.lease != claimed.lease or row.state != "due":
        return None
    if row.next_try_at > clock.now():  # its time was moved
        row.lease, row.leased_until = None, None
        return None
    grant = system(claimed.patient_id)
    one = recipient(session, grant, row.account_id)
    now = clock.now()
    why = reason_to_drop(session, grant, row, one, now)
    if one is None or why:
        drop(row, why)
        return None
    later = after_quiet(now, one.time_zone, one.quiet_from, one.quiet_to)
    if later > now and row.kind != TEST:
        put_off(row, later)
        return None
    devices = devices_left(session, row)
    if not devices:
        close(row, "no_device")
        return None
    seconds = max(60, int((row.stale_at - now).total_seconds()))
    said = saying.of(session, grant, row, one)
    return Errand(claimed, row.account_id, row.patient_id, row.kind, one.language, devices, seconds, said)


def reason_to_drop(session: Session, grant: Grant, row: Reminder, one: Choices | None, now: datetime) -> str:
    """Why this row is not sent after all; empty when it is. What the person asked for as a test has no limit."""
    if one is None or row.kind in one.off:
        return "not_wanted"
    if row.stale_at <= now:
        return "stale"
    if row.kind != TEST and sent_today(session, grant, row, one, now) >= one.daily_limit:
        return "limit"
    return ""


def recipient(session: Session, grant: Grant, account_id: str) -> Choices | None:
    """The choices of the account, if it may still be reminded about this person."""
    everybody = choices.of_everybody(session, grant, ASKED_FOR)
    return next((one for one in everybody if one.account_id == account_id), None)


def sent_today(session: Session, grant: Grant, row: Reminder, one: Choices, now: datetime) -> int:
    """Reminders this account had about this person since its midnight, counting those being sent right now."""
    midnight = moment(local(now, one.time_zone).date(), time(0), one.time_zone)
    had = sa.or_(
        Reminder.sent_at >= midnight,
        sa.and_(Reminder.state == "due", Reminder.leased_until > now, Reminder.sent_at.is_(None)),
    )
    query = records.of(session, grant, Reminder).with_only_columns(sa.func.count())
    query = query.where(Reminder.account_id == row.account_id, Reminder.id != row.id, Reminder.kind != TEST, had)
    return session.execute(query).scalar_one()


def devices_left(session: Session, row: Reminder) -> tuple[Device, ...]:
    """The account's devices that have not had this reminder yet, each with a fresh row for the attempt.

    A device that said it showed the message has had it, whether or not we could write down that we sent it.
    """
    had = sa.select(Delivery.subscription_id).where(
        Delivery.reminder_id == row.id,
        sa.or_(Delivery.outcome == "delivered", Delivery.shown_at.is_not(None), Delivery.opened_at.is_not(None)),
    )
    query = sa.select(PushSubscription).where(
        PushSubscription.account_id == row.account_id, PushSubscription.id.not_in(had)
    )
    left = [
        Device(s.id, s.endpoint, s.p256dh, s.auth, s.vapid_key_id, new_id(), seen.new_token())
        for s in session.scalars(query.order_by(PushSubscription.created_at, PushSubscription.id))
    ]
    attempts = [
        {
            "id": one.delivery_id, "patient_id": row.patient_id, "reminder_id": row.id, "subscription_id": one.id,
            "status": 0, "outcome": "sending", "at": clock.now(), "token_hash": seen.digest(one.token),
        }
        for one in left
    ]  # fmt: skip
    if attempts:
        session.execute(sa.insert(Delivery), attempts)
    return tuple(left)


def held(session: Session, claimed: Claim) -> Reminder | None:
    """The row, locked, if it is still due and the lease is still ours."""
    grant = system(claimed.patient_id)
    query = records.of(session, grant, Reminder).where(
        Reminder.id == claimed.reminder_id, Reminder.lease == claimed.lease, Reminder.state == "due"
    )
    return session.scalars(lock(query)).first()


def record_answer(session: Session, claimed: Claim, device: Device, outcome: str, status: int | None) -> None:
    """Store what one push service said, and forget a device that is gone or refused five times in a row."""
    now = clock.now()
    attempt = sa.update(Delivery).where(Delivery.id == device.delivery_id)
    session.execute(attempt.values(status=status or 0, outcome=outcome, at=now), execution_options=APART)
    phone = sa.update(PushSubscription).where(PushSubscription.id == device.id)
    if outcome == "delivered":
        sent = sa.update(Reminder).where(Reminder.id == claimed.reminder_id, Reminder.sent_at.is_(None))
        session.execute(sent.values(sent_at=now), execution_options=APART)
        session.execute(phone.values(last_success_at=now, failures=0), execution_options=APART)
    elif outcome == "our_fault":
        session.execute(phone.values(failures=PushSubscription.failures + 1), execution_options=APART)
    if outcome in ("gone", "our_fault"):
        too_often = sa.true() if outcome == "gone" else PushSubscription.failures >= FAILURES_IN_A_ROW
        session.execute(sa.delete(PushSubscription).where(PushSubscription.id == device.id, too_often))


def settle(session: Session, claimed: Claim, *, again: bool, wait: timedelta | None) -> None:
    """Close the row, or plan the next try: after 1, 5, 15, 60 minutes and never before `wait` is over."""
    if not again:
        ours = sa.update(Reminder).where(
            Reminder.id == claimed.reminder_id, Reminder.lease == claimed.lease, Reminder.state == "due",
            Reminder.sent_at.is_not(None),
        )  # fmt: skip
        done = ours.values(state="sent", lease=None, leased_until=None).returning(Reminder.id)
        if session.execute(done.execution_options(**APART)).first():
            return
    row = held(session, claimed)
    if row is None:
        return  # somebody did it meanwhile, or the lease ended and another sender has it
    if again and row.tries < len(GAPS):
        gap = GAPS[row.tries] * (1 + random.random() / 4)  # noqa: S311 - only spreads the load
        row.tries += 1
        put_off(row, clock.now() + max(gap, wait or gap))
    else:
        close(row, "gave_up" if again else "no_device")


def put_off(row: Reminder, until: datetime) -> None:
    """Try again at `until`; if that is too late to be of use, close it."""
    if until >= row.stale_at:
        close(row, "stale")
    else:
        row.next_try_at, row.lease, row.leased_until = until, None, None


def close(row: Reminder, why: str) -> None:
    """Nothing more to try: sent, when at least one device had it; dropped otherwise."""
    if row.sent_at is None:
        drop(row, why)
    else:
        row.state, row.lease, row.leased_until = "sent", None, None


def drop(row: Reminder, why: str) -> None:
    """Nothing is sent for this row, and why."""
    row.state, row.why_dropped, row.lease, row.leased_until = "dropped", why, None, None
