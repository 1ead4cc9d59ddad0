"""Who takes on what, and which two lines of a plan pull apart: said by people, read by people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Responsibility(Base):
    """Whoever should do a line says "I take this on" or "I cannot". The newest row for key and owner counts.

    It is no answer to the plan, and nothing starts or stops because of it; "I cannot" reaches a nurse.
    """

    __tablename__ = "responsibility"
    __table_args__ = (
        CheckConstraint("answer in ('takes', 'cannot')", name="answer"),
        Index("ix_responsibility_patient_id_key_at", "patient_id", "key", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(16))
    """"patient", or the account id of who should do it: as in the line."""
    answer: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class NotTheirs(Base):
    """What is not somebody's to do, in words: "Otto does not handle my medicines". Ended, never removed."""

    __tablename__ = "not_theirs"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    owner: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class PullsApart(Base):
    """Two lines of the plan pull apart, in somebody's words; until somebody says that they do not any more."""

    __tablename__ = "pulls_apart"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    key: Mapped[str] = mapped_column(String(16))
    other_key: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
