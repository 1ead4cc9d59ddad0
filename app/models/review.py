"""Reviews: looking back at progress and at what was promised, before the plan is changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Review(Base):
    """One review of one version. ``closed_at`` when it ended, with ``outcome``: "changed" or "stays"."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_patient_id", "patient_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    opened_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(UTC)
    closed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Delivered(Base):
    """ "Did you get what we promised?" for one item, answered by the person or by the team.

    ``side`` says who answered: "person" or "team"; each side has its own row and nobody overwrites the other.
    """

    __tablename__ = "delivered"
    __table_args__ = (
        CheckConstraint("answer in ('kept', 'partly', 'late', 'not_kept', 'dropped')", name="answer"),
        UniqueConstraint("patient_id", "key", "number", "side"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    side: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
