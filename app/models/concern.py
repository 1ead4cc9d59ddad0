"""Something that needs a nurse's eyes: why, how urgent, since when, closed with what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id

BANDS = {"urgent": 1, "soon": 2, "routine": 3}


class Concern(Base):
    """One line of the worklist. At most one open for each patient, rule and subject; a repeat raises ``times``."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("band in (1, 2, 3)", name="band"),
        Index(
            "uq_concern_open",
            "patient_id",
            "rule",
            "subject",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_concern_open_order", "closed_at", "band", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    rule: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40), default="")
    """What it is about: an item key, a response id, a measurement kind."""
    band: Mapped[int]
    """1 urgent, 2 soon, 3 routine."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The facts that the sentence on the worklist is made of."""
    times: Mapped[int] = mapped_column(default=1)
    raised_at: Mapped[datetime] = mapped_column(UTC)
    last_at: Mapped[datetime] = mapped_column(UTC)
    due_at: Mapped[datetime] = mapped_column(UTC)
    """When it was promised that somebody looks: the age of the promise is the order within a band."""
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody took it; a line may have an owner who has not looked yet."""
    handed_on_at: Mapped[datetime | None] = mapped_column(UTC)
    """When it was last handed on because nobody had taken it in time, or handed over by hand."""
    handed_on_times: Mapped[int] = mapped_column(default=0)
    """How often it was handed on because nobody had taken it in time."""
    handed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    handed_words: Mapped[str] = mapped_column(Text, default="")
    """What the colleague who handed it over last said with it."""
    snoozed_until: Mapped[datetime | None] = mapped_column(UTC)
    """Set aside until then; in the past: it came back by itself."""
    snoozed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    closed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str] = mapped_column(String(30), default="")
    done: Mapped[str] = mapped_column(Text, default="")
    """What was done, in words."""
    told_how: Mapped[str] = mapped_column(String(10), default="")
    """How the person heard of it: "app" (``told`` is shown to them), "phone", or nothing."""
    told: Mapped[str] = mapped_column(Text, default="")
    """Words for the person, as they read them."""
