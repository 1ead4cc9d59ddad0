"""How near the person feels to a goal, on a ladder of ten rungs, on a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class GoalNear(Base):
    """ "Where am I on this?": 0 is where it began, 10 is there. Hangs on the goal's key; nothing follows from it."""

    __tablename__ = "goal_near"
    __table_args__ = (
        CheckConstraint("rung between 0 and 10", name="rung"),
        Index("uq_goal_near_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_goal_near_patient_id_happened_on", "patient_id", "happened_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    rung: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    """The person's own words, or a helper's, if they liked to say more."""
    happened_on: Mapped[date]
    """The person's own calendar day."""
    recorded_at: Mapped[datetime] = mapped_column(UTC)
    client_key: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    undone_at: Mapped[datetime | None] = mapped_column(UTC)
