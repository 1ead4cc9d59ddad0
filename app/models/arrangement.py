"""What was arranged around the plan: visits, referrals, tests, coming back to the office; and changes of setting."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Arrangement(Base):
    """A visit, a referral, a test, or a time to come back. It has an owner, and is never closed untold."""

    __tablename__ = "arrangement"
    __table_args__ = (
        CheckConstraint("sort in ('visit', 'referral', 'test', 'return')", name="sort"),
        CheckConstraint("told_how in ('here', 'phone', '')", name="told_how"),
        CheckConstraint("state != 'closed' or told_how != ''", name="told_before_closed"),
        UniqueConstraint("patient_id", "client_key"),
        Index("ix_arrangement_patient_id_closed_at", "patient_id", "closed_at"),
        Index("ix_arrangement_closed_at_due_on", "closed_at", "due_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    sort: Mapped[str] = mapped_column(String(10))
    what: Mapped[str] = mapped_column(String(400))
    """For what, in plain words that the person reads."""
    item_key: Mapped[str | None] = mapped_column(String(16))
    """The line of the plan that it serves, when somebody named one."""
    with_whom: Mapped[str] = mapped_column(String(400), default="")
    how: Mapped[str] = mapped_column(String(10), default="")
    """A visit: "place", "home", "phone" or "video"."""
    place: Mapped[str] = mapped_column(String(400), default="")
    minutes: Mapped[int | None]
    bring: Mapped[str] = mapped_column(Text, default="")
    """What to bring, one to a line."""
    condition: Mapped[str] = mapped_column(String(400), default="")
    """Coming back: when this happens, instead of on a day."""
    due_on: Mapped[date | None]
    """By when a referral or test should be done, or on which day to come back."""
    happens_at: Mapped[datetime | None] = mapped_column(UTC)
    """The time that is booked."""
    state: Mapped[str] = mapped_column(String(12))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """Who sees to it until the end."""
    result: Mapped[str] = mapped_column(Text, default="")
    """What came of it and what it means, in plain words for the person."""
    told_how: Mapped[str] = mapped_column(String(10), default="")
    """How the person was told: "here" (they read it in this plan) or "phone"."""
    told_at: Mapped[datetime | None] = mapped_column(UTC)
    told_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    """When it was over: the visit took place, it was called off, or the loop was closed and the person told."""
    client_key: Mapped[str] = mapped_column(String(64))
    created_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UTC)


class ArrangementStep(Base):
    """One step: a state that was reached ("state"), or a line of the list before a visit ticked off ("prep")."""

    __tablename__ = "arrangement_step"
    __table_args__ = (
        CheckConstraint("sort in ('state', 'prep')", name="sort"),
        Index("ix_arrangement_step_patient_id_arrangement_id", "patient_id", "arrangement_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    arrangement_id: Mapped[str] = mapped_column(ForeignKey("arrangement.id"))
    sort: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)
    undone_at: Mapped[datetime | None] = mapped_column(UTC)


class SettingChange(Base):
    """The person went to hospital, came home, moved, or has a new carer. The owners of open items are told."""

    __tablename__ = "setting_change"
    __table_args__ = (
        CheckConstraint("what in ('admission', 'discharge', 'new_carer', 'moving')", name="what"),
        UniqueConstraint("patient_id", "client_key"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    what: Mapped[str] = mapped_column(String(12))
    happened_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text, default="")
    client_key: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    told: Mapped[int] = mapped_column(default=0)
    """How many colleagues were told."""
