"""The person’s own say about a plan in their life: what is folded away, what comes first, what a week can hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Folded(Base):
    """The person folded a line away ("not now"), or wants to see it again. The newest row for a key counts."""

    __tablename__ = "folded"
    __table_args__ = (Index("ix_folded_patient_id_key_at", "patient_id", "key", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    folded: Mapped[bool]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class Starred(Base):
    """What matters most to the person: the key of one line, or nothing. The newest row counts."""

    __tablename__ = "starred"
    __table_args__ = (Index("ix_starred_patient_id_at", "patient_id", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class PartOpened(Base):
    """Somebody opened one part of a version for the first time. Shown to them alone: nobody is checked on."""

    __tablename__ = "part_opened"
    __table_args__ = (UniqueConstraint("patient_id", "number", "part", "actor_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class GoalOrder(Base):
    """The person's own order of their goals: keys, the most important first. The newest row counts."""

    __tablename__ = "goal_order"
    __table_args__ = (Index("ix_goal_order_patient_id_at", "patient_id", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    keys: Mapped[list[Any]] = mapped_column(JSON)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class Possible(Base):
    """What the person says a week can hold, in their own numbers, and whether the plan fits. The newest row counts.

    Nothing reads it in order to add, drop or refuse anything: it is shown beside the sums.
    """

    __tablename__ = "possible"
    __table_args__ = (
        CheckConstraint("fits in ('yes', 'partly', 'no')", name="fits"),
        Index("ix_possible_patient_id_at", "patient_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    minutes: Mapped[int | None]
    money: Mapped[float | None] = mapped_column(Float)
    """A week, in the money of the practice's country."""
    trips: Mapped[int | None]
    fits: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=0)
    """The version of the plan that they were looking at."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class Sureness(Base):
    """How sure the person is of doing one line, 0 to 10, and what would make it a 7. The newest row counts."""

    __tablename__ = "sureness"
    __table_args__ = (Index("ix_sureness_patient_id_key_at", "patient_id", "key", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[int]
    by_faces: Mapped[bool] = mapped_column(default=False)
    """Chosen by a face and not by a number."""
    words: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=0)
    """The version of the plan that they were looking at."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
