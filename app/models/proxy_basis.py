"""On what a helper's deciding rests: recorded by the team, with where the document is."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class ProxyBasis(Base):
    """Why this helper may answer for the person, from which day, until which, and who wrote it down."""

    __tablename__ = "proxy_basis"
    __table_args__ = (
        CheckConstraint("basis in ('consent', 'legal_authority', 'best_interests')", name="basis"),
        Index("ix_proxy_basis_patient_id_grant_id", "patient_id", "grant_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    grant_id: Mapped[str] = mapped_column(ForeignKey("proxy_grant.id"))
    basis: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day; None when the document names none."""
    document: Mapped[str] = mapped_column(Text)
    """Where the paper is, in words: which folder, which office."""
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTC)

    @classmethod
    def in_force(cls, today: date) -> ColumnElement[bool]:
        """For queries: whether it counts on ``today``."""
        return and_(cls.ended_at.is_(None), cls.starts_on <= today, or_(cls.ends_on.is_(None), cls.ends_on >= today))
