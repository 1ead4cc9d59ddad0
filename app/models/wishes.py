"""Around wishes for later: who opened them and why, which ones a helper may read, and whether to talk about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Unlock(Base):
    """Somebody of the team opened a person's private lines, with the reason in words. The person reads it."""

    __tablename__ = "unlock"
    __table_args__ = (Index("ix_unlock_patient_id_account_id", "patient_id", "account_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTC)
    until: Mapped[datetime] = mapped_column(UTC)


class ShownToHelpers(Base):
    """The person lets helpers read one private line, as it is from version ``since_number`` on."""

    __tablename__ = "shown_to_helpers"
    __table_args__ = (UniqueConstraint("patient_id", "key"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    shown: Mapped[bool]
    since_number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTC)


class WishTalk(Base):
    """Whether and when to talk about wishes for later. The newest row counts.

    ``answer``: "offered" (the team brought it up), "not_now", "later" (not before ``again_on``), "talk".
    """

    __tablename__ = "wish_talk"
    __table_args__ = (
        CheckConstraint("answer in ('offered', 'not_now', 'later', 'talk')", name="answer"),
        Index("ix_wish_talk_patient_id_at", "patient_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    answer: Mapped[str] = mapped_column(String(10))
    again_on: Mapped[date | None]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
