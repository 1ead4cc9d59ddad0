"""Help around the person: the practice's directory of local services, and short words of the person about a line."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class LocalService(Base):
    """A service nearby that the practice knows. The same for everybody; names no patient."""

    __tablename__ = "local_service"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    need: Mapped[str] = mapped_column(String(20))
    offers: Mapped[str] = mapped_column(Text, default="")
    for_whom: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(String(200), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(400), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date]
    checked_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    revision: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)


class ItemWord(Base):
    """A short word of the person about one line, apart from deciding: "that day does not fit", "I cannot get there".

    The newest row for a key and ``sort`` counts; "taken_back" takes the one before it back.
    """

    __tablename__ = "item_word"
    __table_args__ = (Index("ix_item_word_patient_id_key_at", "patient_id", "key", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    sort: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(String(16), default="")
    """The directory's service that the line names, so that help can be counted without looking at anybody's plan."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
