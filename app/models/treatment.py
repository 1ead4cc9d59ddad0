"""What people say about a treatment or a trial, row by row; and lists of scores that a site installs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class TreatmentWord(Base):
    """Something said about one treatment or trial of the plan. It changes nothing there; people read it.

    ``kind`` says what it is about, ``value`` what was picked (care/treatments/words.py), ``words`` are verbatim.
    """

    __tablename__ = "treatment_word"
    __table_args__ = (
        CheckConstraint(
            "kind in ('side_effect', 'too_much', 'sort', 'lean', 'mark', 'kept', 'check', 'result')", name="kind"
        ),
        Index("uq_treatment_word_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_treatment_word_patient_id_key_at", "patient_id", "key", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    """The plan item that it hangs on."""
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(60), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    """What was picked, in the words that were shown: the side effect, the other way."""
    words: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    client_key: Mapped[str] = mapped_column(String(64))
    undone_at: Mapped[datetime | None] = mapped_column(UTC)


class BurdenList(Base):
    """A named list of anticholinergic scores that a site installed. Never changed; the newest one counts."""

    __tablename__ = "burden_list"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(Text)
    scores: Mapped[dict[str, int]] = mapped_column(JSON)
    """Ingredient in small letters → score, 0 to 3."""
    digest: Mapped[str] = mapped_column(String(64))
    installed_at: Mapped[datetime] = mapped_column(UTC)
