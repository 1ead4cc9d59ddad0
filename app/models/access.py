"""How access came about: what was agreed with a helper, what is kept from one, when the glass was broken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class ProxyChange(Base):
    """One step of what was agreed with a helper: let in, changed, paused, gone on with, ended. Never changed."""

    __tablename__ = "proxy_change"
    __table_args__ = (
        CheckConstraint("what in ('accepted', 'changed', 'paused', 'went_on', 'ended', 'stepped_back')", name="what"),
        Index("ix_proxy_change_patient_id_grant_id", "patient_id", "grant_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    grant_id: Mapped[str] = mapped_column(ForeignKey("proxy_grant.id"))
    what: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    """What was agreed from then on."""
    ends_at: Mapped[datetime | None] = mapped_column(UTC)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class Withheld(Base):
    """A section that the team keeps from a helper for the person's safety, and why. Only the team reads it."""

    __tablename__ = "withheld"
    __table_args__ = (Index("ix_withheld_patient_id_grant_id", "patient_id", "grant_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    grant_id: Mapped[str] = mapped_column(ForeignKey("proxy_grant.id"))
    section: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTC)


class SafetyTalk(Base):
    """What somebody of the team asked about pressure and safety, and what they heard. Only the team reads it."""

    __tablename__ = "safety_talk"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    alone: Mapped[bool]
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Answer by question: "yes", "no", "unsure" or "not_asked"."""
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)


class BrokenGlass(Base):
    """Somebody of the practice looked without being on the team: why, until when, and who looked at it afterwards."""

    __tablename__ = "broken_glass"
    __table_args__ = (
        Index("ix_broken_glass_patient_id_account_id", "patient_id", "account_id"),
        CheckConstraint("verdict in ('right', 'wrong', '')", name="verdict"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTC)
    until: Mapped[datetime] = mapped_column(UTC)
    told_at: Mapped[datetime | None] = mapped_column(UTC)
    """When the person said that they had read the notice."""
    reviewed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UTC)
    verdict: Mapped[str] = mapped_column(String(10), default="")
    review_words: Mapped[str] = mapped_column(Text, default="")

    @classmethod
    def in_force(cls, now: datetime) -> ColumnElement[bool]:
        """For queries: whether it opens the record at ``now``."""
        return and_(cls.at <= now, cls.until > now)
