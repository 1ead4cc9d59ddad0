"""What a helper wrote on the page of the wrong person and put right: told to both, and to neither about the other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class SetRight(Base):
    """One side of it. Rows are only added; nothing in one row leads to the other person."""

    __tablename__ = "set_right"
    __table_args__ = (
        CheckConstraint("side in ('gone', 'came')", name="side"),
        Index("ix_set_right_patient_id_at", "patient_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    side: Mapped[str] = mapped_column(String(4))
    """"gone": it was never about this person; "came": it is, and was first written on another page."""
    kind: Mapped[str] = mapped_column(String(10))
    """"entry", "reading", "note" or "question"; ``object_id`` is its row of this very person."""
    object_id: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
