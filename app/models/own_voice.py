"""What the person says alone: whether a helped answer is what they want, and that they felt pushed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed


class AloneCheck(Base):
    """After a helper took part in an answer: is this what you want? At most once for each decision."""

    __tablename__ = "alone_check"
    __table_args__ = (
        CheckConstraint("answer in ('yes', 'change', 'talk', 'spoke_alone')", name="answer"),
        Index("ix_alone_check_patient_id", "patient_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), unique=True)
    answer: Mapped[str] = mapped_column(String(12))
    """What the person said; "spoke_alone" when a member of the team spoke with them alone instead."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)


@sealed("words", "done")
class PushedReport(Base):
    """ "I felt pushed": in confidence, to somebody outside the planning team. No page of the care team reads it."""

    __tablename__ = "pushed_report"
    __table_args__ = (
        Index("ix_pushed_report_to_id_sent_at", "to_id", "sent_at"),
        Index("uq_pushed_report_patient_id_client_key", "patient_id", "client_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    words: Mapped[str] = mapped_column(Text)
    client_key: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    to_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(UTC)
    read_at: Mapped[datetime | None] = mapped_column(UTC)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    closed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    done: Mapped[str] = mapped_column(Text, default="")
    """What was done, in words for the person."""
