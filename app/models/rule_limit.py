"""At which point a rule brings a line to the worklist, where somebody chose another point than the usual one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class PracticeRuleLimit(Base):
    """The practice's own point for one limit. The row without an end counts; the others say what was before."""

    __tablename__ = "practice_rule_limit"
    __table_args__ = (
        Index(
            "uq_practice_rule_limit_open",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Float)
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class PersonRuleLimit(Base):
    """The same for one person, set by a clinician."""

    __tablename__ = "person_rule_limit"
    __table_args__ = (
        Index(
            "uq_person_rule_limit_open",
            "patient_id",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Float)
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class PracticeReadingLimit(Base):
    """The practice's own limit for readings of everybody, in ``unit``; names are those of care/progress/limits.py.

    The row without an end counts; the others say what was before.
    """

    __tablename__ = "practice_reading_limit"
    __table_args__ = (
        Index(
            "uq_practice_reading_limit_open",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
