"""Guests: people without an account who see named lines for a while, when they looked, and what they wrote back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class GuestPass(Base):
    """One way in for one guest: a link, or a code that is read out. Only hashes of what opens it are stored."""

    __tablename__ = "guest_pass"
    __table_args__ = (
        Index("ix_guest_pass_patient_id_ends_at", "patient_id", "ends_at"),
        Index("uq_guest_pass_way_hash", "way_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(100), default="")
    keys: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of exactly the lines that the guest sees, as they stand in the newest version."""
    may_write: Mapped[bool] = mapped_column(default=False)
    by_code: Mapped[bool] = mapped_column(default=False)
    way_hash: Mapped[str] = mapped_column(String(64))
    """Digest of the link's token, or of the code."""
    passcode_hash: Mapped[str] = mapped_column(String(200), default="")
    """Argon2id; empty when the guest needs no six digits besides."""
    consent: Mapped[str] = mapped_column(Text, default="")
    """When the team made it: how and when the person agreed. Empty when the person made it."""
    made_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))

    @classmethod
    def in_force(cls, now: datetime) -> ColumnElement[bool]:
        """For queries: whether it opens something at ``now``."""
        return and_(cls.ended_at.is_(None), cls.ends_at > now)

    def lives(self, now: datetime) -> bool:
        """Whether it opens something at ``now``."""
        return self.ended_at is None and self.ends_at > now


class GuestVisit(Base):
    """A guest pressed the button: one use. Their browser keeps a token for it, for an hour."""

    __tablename__ = "guest_visit"
    __table_args__ = (
        Index("ix_guest_visit_patient_id_at", "patient_id", "at"),
        Index("ix_guest_visit_pass_id", "pass_id"),
        Index("uq_guest_visit_token_hash", "token_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    pass_id: Mapped[str] = mapped_column(ForeignKey("guest_pass.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    """The version whose lines they saw."""
    at: Mapped[datetime] = mapped_column(UTC)
    until: Mapped[datetime] = mapped_column(UTC)


class GuestWord(Base):
    """One line that a guest wrote back, at most one a visit. It edits nothing; somebody takes it up or does not."""

    __tablename__ = "guest_word"
    __table_args__ = (
        CheckConstraint("sort in ('word', 'change')", name="sort"),
        CheckConstraint("outcome in ('taken', 'declined', '')", name="outcome"),
        Index("ix_guest_word_patient_id_at", "patient_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    pass_id: Mapped[str] = mapped_column(ForeignKey("guest_pass.id"), index=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("guest_visit.id"), unique=True)
    key: Mapped[str] = mapped_column(String(16), default="")
    """The line that it is about; empty when it is about none."""
    number: Mapped[int]
    sort: Mapped[str] = mapped_column(String(10), default="word")
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTC)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answered_capacity: Mapped[str] = mapped_column(String(10), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTC)


class EmergencyCard(Base):
    """What the person chose for their emergency card. The newest choice is the one there is."""

    __tablename__ = "emergency_card"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), unique=True)
    words: Mapped[str] = mapped_column(Text, default="")
    """What helpers in an emergency must know, in the person's own words."""
    facts: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Lines of what is known (``RecordFact.line``)."""
    lines: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of lines of the plan."""
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Whom to ring: name, who they are, number."""
    updated_at: Mapped[datetime] = mapped_column(UTC)


class EmergencyCode(Base):
    """A code that shows the emergency card once: typed within 15 minutes, open for half an hour."""

    __tablename__ = "emergency_code"
    __table_args__ = (
        Index("ix_emergency_code_patient_id_made_at", "patient_id", "made_at"),
        Index("ix_emergency_code_code_hash", "code_hash"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTC)
    expires_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    """When the person took it back, before or after it was used."""
    used_at: Mapped[datetime | None] = mapped_column(UTC)
    used_by: Mapped[str] = mapped_column(String(100), default="")
    """Who they said they are."""
    device: Mapped[str] = mapped_column(String(10), default="")
    view_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    view_until: Mapped[datetime | None] = mapped_column(UTC)
