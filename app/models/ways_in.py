"""Ways in that the practice gives: a card to keep, and a code after a lost phone or a forgotten passphrase."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class AccessCard(Base):
    """A printed card with a large code that signs one account in, as often as wanted. Only its hash is stored."""

    __tablename__ = "access_card"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    """From whose page it was printed: the person themselves, or somebody whom the holder helps."""
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    seen: Mapped[str] = mapped_column(String(20))
    """Which identification was seen before it was printed."""
    created_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UTC)
    expires_at: Mapped[datetime] = mapped_column(UTC)
    last_used_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class WayBack(Base):
    """A code that opens an account that is there already, once and for a short time. Only its hash is stored."""

    __tablename__ = "way_back"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTC)
    expires_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime | None] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)


class Recovery(Base):
    """On what somebody of the practice gave a way back: how they knew who it was, who, when and why."""

    __tablename__ = "recovery"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    """Whose account: the person's own, or a helper's."""
    way_back_id: Mapped[str] = mapped_column(ForeignKey("way_back.id"), unique=True)
    way: Mapped[str] = mapped_column(String(10))
    """"in_person" or "call_back"."""
    seen: Mapped[str] = mapped_column(String(20), default="")
    """In person: which identification was seen."""
    asked: Mapped[list[str]] = mapped_column(JSON, default=list)
    """By telephone: which things were asked, by their names in ``care.people.recovery``; never the answers."""
    why: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)
