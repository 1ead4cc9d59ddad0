"""Time to think about a version: more of it on request, and the one soft note when it is over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class MoreTime(Base):
    """Somebody needs longer to think about a version. Always granted, for no reason, as often as they like."""

    __tablename__ = "more_time"
    __table_args__ = (Index("ix_more_time_patient_id_number", "patient_id", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    until: Mapped[date | None]
    """The day they named; None for "I will tell you"."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class SoftNote(Base):
    """The one calm line after the time to think: shown since, hidden at. At most one for each version, ever."""

    __tablename__ = "soft_note"
    __table_args__ = (UniqueConstraint("patient_id", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    shown_at: Mapped[datetime] = mapped_column(UTC)
    hidden_at: Mapped[datetime | None] = mapped_column(UTC)
