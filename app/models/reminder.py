"""Reminders: what should be sent, to whom, when, and what became of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class PushSubscription(Base):
    """One browser that said yes. The endpoint is an address that the client chose: checked before every send.

    ``endpoint``, ``p256dh`` and ``auth`` are sealed (`app/vault.py`), so a copy of the database reaches no phone.
    Rows from before are in clear until the next housekeeping.
    """

    __tablename__ = "push_subscription"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    login_session_id: Mapped[str | None] = mapped_column(ForeignKey("login_session.id"), index=True)
    endpoint: Mapped[str] = mapped_column(Text, unique=True)
    endpoint_print: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the endpoint: the browser is recognised by it. Empty while the row is in clear."""
    p256dh: Mapped[str] = mapped_column(String(240))
    auth: Mapped[str] = mapped_column(String(120))
    vapid_key_id: Mapped[str] = mapped_column(String(20))
    service: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """Whose push service: "apple", "google", "mozilla", "windows", or empty."""
    device: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UTC)
    last_success_at: Mapped[datetime | None] = mapped_column(UTC)
    failures: Mapped[int] = mapped_column(default=0)
    """Refusals in a row (400, 401, 403) without one success."""


class RemovedDevice(Base):
    """A browser that was removed on purpose, by its fingerprint: it does not mend itself, one that we lost does."""

    __tablename__ = "removed_device"

    endpoint_print: Mapped[str] = mapped_column(String(64), primary_key=True)
    removed_at: Mapped[datetime] = mapped_column(UTC)


class ReminderSetting(Base):
    """How one account wants to be reminded about one person. One row for each pair."""

    __tablename__ = "reminder_setting"
    __table_args__ = (UniqueConstraint("account_id", "patient_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    off: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Kinds that are switched off; everything else is on."""
    times: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Times chosen: {"part:breakfast": "08:30", "kind:review": "09:00", "item:<key>": "18:30"}."""
    named: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Kinds whose messages may say on a locked screen what they are about."""
    quiet_from: Mapped[time]
    quiet_to: Mapped[time]
    time_zone: Mapped[str] = mapped_column(String(60))
    daily_limit: Mapped[int] = mapped_column(default=4)


class ReminderSnooze(Base):
    """ "Later": one account puts one reminder off until a moment, and then it comes again. Each ends by itself."""

    __tablename__ = "reminder_snooze"
    __table_args__ = (Index("ix_reminder_snooze_patient_id_until", "patient_id", "until"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    about: Mapped[str] = mapped_column(String(120))
    """``Reminder.dedupe`` of what is put off, without the number of times it was."""
    until: Mapped[datetime] = mapped_column(UTC)
    at: Mapped[datetime] = mapped_column(UTC)


class Reminder(Base):
    """One thing to send to one account at one time. The lease says who is at it.

    ``state``: due, sent, dropped; or joined, when the message of another row (``joins``) speaks for it too.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index("uq_reminder_dedupe", "dedupe", unique=True),
        Index("ix_reminder_state_next_try_at", "state", "next_try_at"),
        Index("ix_reminder_patient_id_due_at", "patient_id", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(16), default="")
    """The plan item it is about, if any."""
    dedupe: Mapped[str] = mapped_column(String(120))
    due_at: Mapped[datetime] = mapped_column(UTC)
    stale_at: Mapped[datetime] = mapped_column(UTC)
    state: Mapped[str] = mapped_column(String(10), default="due")
    joins: Mapped[str] = mapped_column(String(120), default="")
    """``dedupe`` of the row whose message speaks for this one."""
    why_dropped: Mapped[str] = mapped_column(String(20), default="")
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTC)
    leased_until: Mapped[datetime | None] = mapped_column(UTC)
    lease: Mapped[str | None] = mapped_column(String(16))
    sent_at: Mapped[datetime | None] = mapped_column(UTC)


class Delivery(Base):
    """One attempt at one subscription, what the push service said, and what the phone said afterwards.

    Written before the post ("sending"), so that a phone that is quicker than we are finds its row.
    """

    __tablename__ = "delivery"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    reminder_id: Mapped[str] = mapped_column(ForeignKey("reminder.id"), index=True)
    subscription_id: Mapped[str] = mapped_column(String(16))
    status: Mapped[int]
    """HTTP status, 0 when there was no answer."""
    outcome: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Digest of the token that this one message carries; empty for rows from before there were any."""
    shown_at: Mapped[datetime | None] = mapped_column(UTC)
    opened_at: Mapped[datetime | None] = mapped_column(UTC)
