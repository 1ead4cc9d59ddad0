"""Leaving: that somebody takes part no longer, that they want their record erased, and the receipt of that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Departure(Base):
    """The person stopped taking part, from ``at`` until they came back (``back_at``). ``Patient.left_at`` says the
    same of now."""

    __tablename__ = "departure"
    __table_args__ = (
        Index(
            "uq_departure_patient_id_open", "patient_id", unique=True,
            sqlite_where=text("back_at IS NULL"), postgresql_where=text("back_at IS NULL"),
        ),
        Index("ix_departure_patient_id_at", "patient_id", "at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    """Why, if they liked to say it. Nobody has to give a reason."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    back_at: Mapped[datetime | None] = mapped_column(UTC)
    back_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    back_capacity: Mapped[str] = mapped_column(String(10), default="")


class Erasure(Base):
    """The person asked us to erase their record. It can be taken back until ``due_on``.

    What the practice must keep by law is said by ``keeps``; without a word in time it is kept. A record that is
    kept is sealed off (``Patient.sealed_at``) and erased after ``keep_until``.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("keeps in ('keep', 'nothing', '')", name="keeps"),
        Index(
            "uq_erasure_patient_id_open", "patient_id", unique=True,
            sqlite_where=text("taken_back_at IS NULL"), postgresql_where=text("taken_back_at IS NULL"),
        ),
        Index("ix_erasure_patient_id_at", "patient_id", "at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    """The number of the receipt, too."""
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    due_on: Mapped[date]
    """The first day on which it is done."""
    keeps: Mapped[str] = mapped_column(String(10), default="")
    """"keep" or "nothing", as the physician or the office said; empty: nobody has said yet."""
    keeps_said_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    keeps_said_at: Mapped[datetime | None] = mapped_column(UTC)
    taken_back_at: Mapped[datetime | None] = mapped_column(UTC)
    taken_back_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    sealed_at: Mapped[datetime | None] = mapped_column(UTC)
    keep_until: Mapped[date | None]


class ErasureReceipt(Base):
    """What was erased, and when. Nothing in it leads to a person: its number is the one that they were given."""

    __tablename__ = "erasure_receipt"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    asked_on: Mapped[date]
    sealed_on: Mapped[date | None]
    kept_until: Mapped[date | None]
    erased_on: Mapped[date | None]
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How many rows went, by table."""
