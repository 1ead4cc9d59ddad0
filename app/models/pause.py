"""The person's own day: the order of what is for today, and days on which the plan asks nothing of them (B21)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Pause(Base):
    """Somebody paused the plan for some days. A change of a pause is a new row; the one before ends that day."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("why in ('holiday', 'hospital', 'grief', 'other')", name="why"),
        UniqueConstraint("patient_id", "client_key"),
        Index("ix_pause_patient_id_ends_on", "patient_id", "ends_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    why: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    """The person's own words, or a helper's, if they liked to say more."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day. There always is one; nobody has to remember to switch the plan on again."""
    until_told: Mapped[bool] = mapped_column(default=False)
    """They chose "until I say": near the last day they are asked whether it goes on."""
    client_key: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    ended_on: Mapped[date | None]
    """The first day on which the plan goes on, when it was ended or changed before its last day."""
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    ended_capacity: Mapped[str] = mapped_column(String(10), default="")

    def covers(self, day: date) -> bool:
        """Whether this row pauses the plan on that day."""
        return self.starts_on <= day <= self.ends_on and (self.ended_on is None or day < self.ended_on)


class DayOrder(Base):
    """The person's own order of what is for a day: keys of activities, the earliest first. The newest counts."""

    __tablename__ = "day_order"
    __table_args__ = (Index("ix_day_order_patient_id_at", "patient_id", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    keys: Mapped[list[Any]] = mapped_column(JSON)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
