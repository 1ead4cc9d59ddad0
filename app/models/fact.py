"""What is known about a person: one row for each wording of a fact, and what the person says about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class RecordFact(Base):
    """A diagnosis, an allergy, a test, a letter, a medicine or a person's own practice, as it was worded once.

    A correction is a new row with the same ``line``; the old one stays, ended, with the reason. At most one row of
    a line is current.
    """

    __tablename__ = "record_fact"
    __table_args__ = (
        CheckConstraint("source in ('person', 'team', 'import', 'letter')", name="source"),
        Index("uq_record_fact_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_record_fact_patient_id_kind_ended_at", "patient_id", "kind", "ended_at"),
        Index("ix_record_fact_line", "line"),
        Index(
            "uq_record_fact_current",
            "patient_id",
            "line",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    line: Mapped[str] = mapped_column(String(16))
    """Stays the same through all corrections."""
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(10))
    source_words: Mapped[str] = mapped_column(Text, default="")
    """From whom or where, in words: "Letter from Dr Hale", "Lakeside laboratory"."""
    said_on: Mapped[date | None]
    """The day it was said or written at its source, where that is known."""
    recorded_at: Mapped[datetime] = mapped_column(UTC)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    client_key: Mapped[str] = mapped_column(String(64))
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("record_fact.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody last said that it is still right; nothing for what was only imported."""
    confirmed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    confirmed_capacity: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    ended_capacity: Mapped[str] = mapped_column(String(10), default="")
    ended_reason: Mapped[str] = mapped_column(String(20), default="")
    """"corrected", "no_longer" or "mistake"."""
    ended_words: Mapped[str] = mapped_column(Text, default="")


class FactStatement(Base):
    """What the person (or who helps them) says about a fact of the team. Never edited, and never the fact itself."""

    __tablename__ = "fact_statement"
    __table_args__ = (
        Index("uq_fact_statement_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_fact_statement_patient_id_answered_at", "patient_id", "answered_at"),
        Index("ix_fact_statement_fact_id", "fact_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    fact_id: Mapped[str] = mapped_column(ForeignKey("record_fact.id"))
    """The row as it was worded when this was said."""
    line: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    use: Mapped[str] = mapped_column(String(20), default="")
    """For a medicine: "taking", "not_taking", "differently" or "bought"."""
    why: Mapped[list[str]] = mapped_column(JSON, default=list)
    said_at: Mapped[datetime] = mapped_column(UTC)
    said_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    client_key: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(String(20), default="")
    """"taken" (into the fact), "kept" (the fact stays), "taken_back" (by who said it); nothing while it waits."""
    answer_words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
