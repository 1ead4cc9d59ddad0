"""E-mail for when reminders do not arrive: an address that somebody gave, and what goes there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class MailAddress(Base):
    """Where an account may be written to when its reminders do not arrive, one for each. Sealed."""

    __tablename__ = "mail_address"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), unique=True)
    address: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UTC)


class Mail(Base):
    """One e-mail to one account. ``state``: due, sent, dropped; the lease says which sender is at it."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    dedupe: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="due")
    why_dropped: Mapped[str] = mapped_column(String(20), default="")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTC)
    next_try_at: Mapped[datetime] = mapped_column(UTC)
    leased_until: Mapped[datetime | None] = mapped_column(UTC)
    lease: Mapped[str | None] = mapped_column(String(16))
    sent_at: Mapped[datetime | None] = mapped_column(UTC)
