"""What was talked about, outside the plan, and a physician's word on a plan that somebody else made."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Talk(Base):
    """A conversation note: never part of the plan, hung on lines of it. Never changed; a later note may add to it."""

    __tablename__ = "talk"
    __table_args__ = (
        CheckConstraint("shared in ('team', 'person', 'helpers')", name="shared"),
        Index("ix_talk_patient_id_happened_on", "patient_id", "happened_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    happened_on: Mapped[date]
    with_whom: Mapped[str] = mapped_column(String(400), default="")
    about: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Which essentials it was about: "understanding", "goals", "actions", "confirmed"."""
    keys: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Lines of the plan that it hangs on."""
    topics: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="")
    """What the person said, word for word."""
    shared: Mapped[str] = mapped_column(String(10), default="team")
    """Who reads it: the team alone, the person too, or also who helps them and may see the plan."""
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("talk.id"))
    """The note that this one adds to or corrects."""
    author_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UTC)


class Countersign(Base):
    """A physician looked at a version that somebody else made: agrees, or has a question to whoever offered it."""

    __tablename__ = "countersign"
    __table_args__ = (Index("ix_countersign_patient_id_number", "patient_id", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    agrees: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")
    """For the person to read."""
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)
