"""Contacts of the team with a person: who looked at the plan, and who tried to ring and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class PlanLook(Base):
    """Somebody of the team went through version ``number`` at a contact and nothing had changed. It counts."""

    __tablename__ = "plan_look"
    __table_args__ = (Index("ix_plan_look_patient_id_at", "patient_id", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)
    undone_at: Mapped[datetime | None] = mapped_column(UTC)


class CallAttempt(Base):
    """One attempt to ring: reached, not reached, or to be rung at another time."""

    __tablename__ = "call_attempt"
    __table_args__ = (
        CheckConstraint("outcome in ('reached', 'not_reached', 'later')", name="outcome"),
        CheckConstraint("outcome != 'later' or again_at is not null", name="later_has_a_time"),
        UniqueConstraint("patient_id", "client_key"),
        Index("ix_call_attempt_patient_id_at", "patient_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(20), default="")
    """A code of care/contacts/calls.py that fits the outcome."""
    note: Mapped[str] = mapped_column(Text, default="")
    """For the team."""
    again_at: Mapped[datetime | None] = mapped_column(UTC)
    """When it is tried again. Always there for "later"."""
    client_key: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)
