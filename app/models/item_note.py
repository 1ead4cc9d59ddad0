"""What somebody puts beside a line of the plan, apart from answering it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed


@sealed("words")
class ItemNote(Base):
    """Words beside a line. Nobody edits them; their author alone can take them back. The team replies beside them."""

    __tablename__ = "item_note"
    __table_args__ = (
        Index("ix_item_note_patient_id_key", "patient_id", "key"),
        Index("uq_item_note_patient_id_client_key", "patient_id", "client_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    client_key: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)


class Confirmed(Base):
    """Somebody said of a fact: still right."""

    __tablename__ = "confirmed"
    __table_args__ = (Index("ix_confirmed_patient_id_key", "patient_id", "key"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class LabelDispute(Base):
    """ "This is more than wording": answers given before this version belong to the earlier words."""

    __tablename__ = "label_dispute"
    __table_args__ = (UniqueConstraint("patient_id", "key", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
