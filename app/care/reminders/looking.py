"""What to send for the rows just claimed: everything is read for all of them at once, and decided row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import system
from app.care.reminders import choices, saying, seen
from app.care.reminders.choices import Choices
from app.care.reminders.facts import DAYS_BACK
from app.care.reminders.kinds import ASKED_FOR
from app.care.reminders.recording import close, drop, put_off
from app.care.reminders.schedule import AT_ONCE
from app.care.reminders.sending import Claim, Device, Errand
from app.care.reminders.times import after_quiet, local, moment
from app.db import new_id
from app.models import Delivery, Patient, PushSubscription, Reminder

LONGEST_DAY = timedelta(hours=26)
AT_WORK = timedelta(seconds=15)
"""How long a row waits while others, now on their way, may use up its account's limit of the day."""


@dataclass
class Batch:
    """What is known of the rows looked at together. By row: choices and person; by name of the row: what joined."""

    now: datetime
    chosen: dict[str, tuple[Choices, Patient]]
    more: dict[str, list[tuple[str, str]]]
    had: dict[tuple[str, str], dict[str, datetime | None]]
    """By person and account: rows sent lately and when, or on their way (None)."""
    phones: dict[str, list[PushSubscription]]
    """By account, oldest first."""
    given: set[tuple[str, str]]
    """Row and device, where the device had it."""
    attempts: list[dict[str, object]] = field(default_factory=list)


def look(session: Session, claims: Sequence[Claim]) -> list[Errand]:
    """What to send now, in the order of the claims. Rows that were put off or dropped instead, or are no longer
    ours, have no errand."""
    now = clock.now()
    pairs = [(claimed, row) for claimed in claims if (row := _ours(claimed, now)) is not None]
    if not pairs:
        return []
    batch = _read(session, [row for _claimed, row in pairs], now)
    errands = [made for claimed, row in pairs if (made := _one(session, batch, claimed, row)) is not None]
    if batch.attempts:
        session.execute(sa.insert(Delivery.__table__), batch.attempts)  # type: ignore[arg-type]
    return errands


def _ours(claimed: Claim, now: datetime) -> Reminder | None:
    row = claimed.row
    if row.lease != claimed.lease or row.state != "due":
        return None
    if row.next_try_at > now:  # its time was moved
        row.lease, row.leased_until = None, None
        return None
    return row


def _read(session: Session, rows: list[Reminder], now: datetime) -> Batch:
    return Batch(
        now, choices.of_rows(session, rows, ASKED_FOR), saying.joined(session, rows), _had(session, rows, now),
        _phones(session, rows), _given(session, rows),
    )  # fmt: skip


def _one(session: Session, batch: Batch, claimed: Claim, row: Reminder) -> Errand | None:
    one, patient = batch.chosen.get(row.id, (None, None))
    if one is None or patient is None:
        drop(row, "not_wanted")
        return None
    phones = [phone for phone in batch.phones.get(row.account_id, ()) if (row.id, phone.id) not in batch.given]
    if _is_not_sent_now(batch, row, one) or not phones:
        if row.lease is not None:
            close(row, "no_device")
        return None
    more = batch.more.get(row.dedupe, [])
    said = saying.with_more(session, system(row.patient_id), row, one, patient, more)
    if row.kind not in AT_ONCE:
        batch.had.setdefault((row.patient_id, row.account_id), {}).setdefault(row.id, None)
    seconds = max(60, int((row.stale_at - batch.now).total_seconds()))
    return Errand(
        claimed, row.patient_id, row.kind, one.language, _attempts(batch, row, phones), seconds, said,
        len(more),
    )  # fmt: skip


def _is_not_sent_now(batch: Batch, row: Reminder, one: Choices) -> bool:
    """Drop the row or put it off, if it must be. What the person asked for as a test has no limit and no quiet."""
    now = batch.now
    if row.kind in one.off:
        drop(row, "not_wanted")
    elif row.stale_at <= now:
        drop(row, "stale")
    elif row.kind not in AT_ONCE:
        sent, at_work = _today(batch, row, one)
        later = after_quiet(now, one.time_zone, one.quiet_from, one.quiet_to)
        if sent >= one.daily_limit:
            drop(row, "limit")
        elif later > now:
            put_off(row, later)
        elif sent + at_work >= one.daily_limit:  # it is not known yet whether those arrive
            put_off(row, now + AT_WORK)
    return row.lease is None


def _today(batch: Batch, row: Reminder, one: Choices) -> tuple[int, int]:
    """Other reminders this account had about this person since its midnight, and those on their way now."""
    midnight = moment(local(batch.now, one.time_zone).date(), time(0), one.time_zone)
    others = batch.had.get((row.patient_id, row.account_id), {})
    times = [at for id_, at in others.items() if id_ != row.id]
    return sum(at is not None and at >= midnight for at in times), times.count(None)


def _had(session: Session, rows: list[Reminder], now: datetime) -> dict[tuple[str, str], dict[str, datetime | None]]:
    """Rows sent in the last hours, and those that another sender has in its hands (no time yet)."""
    sent = Reminder.sent_at >= now - LONGEST_DAY
    at_work = sa.and_(Reminder.state == "due", Reminder.leased_until > now, Reminder.sent_at.is_(None))
    query = sa.select(
        Reminder.patient_id, Reminder.account_id, Reminder.id, Reminder.sent_at
    ).where(
        Reminder.patient_id.in_({row.patient_id for row in rows}),
        Reminder.account_id.in_({row.account_id for row in rows}),
        Reminder.due_at >= now - timedelta(days=DAYS_BACK + 1), Reminder.kind.not_in(AT_ONCE), sa.or_(sent, at_work),
    )  # fmt: skip
    mine = {row.id for row in rows}
    found: dict[tuple[str, str], dict[str, datetime | None]] = {}
    for patient_id, account_id, id_, at in session.execute(query):
        if at is not None or id_ not in mine:
            found.setdefault((patient_id, account_id), {})[id_] = at
    return found


def _phones(session: Session, rows: list[Reminder]) -> dict[str, list[PushSubscription]]:
    query = sa.select(PushSubscription).where(PushSubscription.account_id.in_({row.account_id for row in rows}))
    found: dict[str, list[PushSubscription]] = {}
    for phone in session.scalars(query.order_by(PushSubscription.created_at, PushSubscription.id)):
        found.setdefault(phone.account_id, []).append(phone)
    return found


def _given(session: Session, rows: list[Reminder]) -> set[tuple[str, str]]:
    """A device that said it showed the message has had it, whether or not we could write down that we sent it."""
    query = sa.select(Delivery.reminder_id, Delivery.subscription_id).where(
        Delivery.reminder_id.in_([row.id for row in rows]),
        sa.or_(Delivery.outcome == "delivered", Delivery.shown_at.is_not(None), Delivery.opened_at.is_not(None)),
    )
    return {(reminder_id, phone_id) for reminder_id, phone_id in session.execute(query)}


def _attempts(batch: Batch, row: Reminder, phones: list[PushSubscription]) -> tuple[Device, ...]:
    """The devices, each with a fresh row for the attempt."""
    made = tuple(
        Device(s.id, s.endpoint, s.p256dh, s.auth, s.vapid_key_id, new_id(), seen.new_token()) for s in phones
    )
    batch.attempts += [
        {
            "id": one.delivery_id, "patient_id": row.patient_id, "reminder_id": row.id, "subscription_id": one.id,
            "status": 0, "outcome": "sending", "at": batch.now, "token_hash": seen.digest(one.token),
        }
        for one in made
    ]  # fmt: skip
    return made
