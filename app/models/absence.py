"""Somebody of the practice is away for some days, and a colleague stands in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Absence(Base):
    """From ``first_on`` to ``last_on``, both days included, on the practice's calendar. It always ends."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        Index("ix_absence_account_id_last_on", "account_id", "last_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    stands_in_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    """When they came back earlier."""
