"""Something big changed: a wish for an earlier review, with a promised answer; and ticks on a checklist."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class EarlyReview(Base):
    """Somebody told us that something big changed. ``done_at`` when it was answered, by a review or in words."""

    __tablename__ = "early_review"
    __table_args__ = (
        CheckConstraint("why in ('hospital', 'diagnosis', 'worse', 'home', 'other')", name="why"),
        UniqueConstraint("patient_id", "client_key"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    why: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    client_key: Mapped[str] = mapped_column(String(64))
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UTC)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    promised_by: Mapped[datetime] = mapped_column(UTC)
    opened_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody of the team began the short review."""
    opened_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    review_id: Mapped[str | None] = mapped_column(ForeignKey("review.id"))
    done_at: Mapped[datetime | None] = mapped_column(UTC)
    done_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    done_words: Mapped[str] = mapped_column(Text, default="")
    """What came of it, in words for the person."""


class StepDone(Base):
    """One line of a checklist in the plan, ticked off. ``step`` is the line as it read then."""

    __tablename__ = "step_done"
    __table_args__ = (Index("ix_step_done_patient_id_key", "patient_id", "key"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(200))
    done_on: Mapped[date]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    undone_at: Mapped[datetime | None] = mapped_column(UTC)
    """When the tick was taken back, or the checklist began anew."""
