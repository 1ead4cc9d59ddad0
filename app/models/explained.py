"""Whether a text explained itself. Counted against the text, never against the person who says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Explained(Base):
    """An answer to "Did we explain this well?" about one part or one line. The newest row of a side counts."""

    __tablename__ = "explained"
    __table_args__ = (
        CheckConstraint("answer in ('clear', 'partly', 'no')", name="answer"),
        Index("ix_explained_patient_id_subject_at", "patient_id", "subject", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    """The version that was read."""
    subject: Mapped[str] = mapped_column(String(40))
    """The name of a part of the plan, or the key of a line."""
    text: Mapped[str] = mapped_column(String(64))
    """Digest of the words that were read: another text is asked about anew."""
    answer: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
