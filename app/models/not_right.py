"""What a person says about a line of the log: that it was not right. The practice answers in words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed


@sealed("words", "answer")
class NotRight(Base):
    """One report about one row of the log. Helpers never see it, nor does the care team."""

    __tablename__ = "not_right"
    __table_args__ = (
        CheckConstraint("what in ('unknown', 'should_not', 'not_said', 'other')", name="what"),
        Index("ix_not_right_patient_id_seq", "patient_id", "seq"),
        Index("uq_not_right_patient_id_client_key", "patient_id", "client_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    """Number of the row of the log."""
    about_id: Mapped[str | None] = mapped_column(String(16))
    """Whose act that was; ids only, as in the log itself."""
    what: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    client_key: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the practice says to it, in words for the person."""
