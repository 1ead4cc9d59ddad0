"""At which point a rule brings a line to the worklist, where somebody chose another point than the usual one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


def _one_open(table: str, *of: str) -> Index:
    """At most one row without an end for each of these."""
    without_end = text("ended_at IS NULL")
    return Index(f"uq_{table}_open", *of, unique=True, sqlite_where=without_end, postgresql_where=without_end)


class Set:
    """A point that somebody chose, and until when. The row without an end counts; the others say what was before."""

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Float)
    why: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class PracticeRuleLimit(Set, Base):
    """The practice's own point for one limit."""

    __tablename__ = "practice_rule_limit"
    __table_args__ = (_one_open(__tablename__, "name"),)


class PersonRuleLimit(Set, Base):
    """The same for one person, set by a clinician."""

    __tablename__ = "person_rule_limit"
    __table_args__ = (_one_open(__tablename__, "patient_id", "name"),)

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))


class PracticeReadingLimit(Set, Base):
    """The practice's own limit for readings of everybody, in ``unit``; names are those of care/progress/limits.py."""

    __tablename__ = "practice_reading_limit"
    __table_args__ = (_one_open(__tablename__, "name"),)

    unit: Mapped[str] = mapped_column(String(20))
