"""Who did or read what, for whom, in what capacity. Append only: the database itself refuses changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base


class AuditEvent(Base):
    """Ids only, never contents or names, so that erasing a person need not touch it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_patient_id_seq", "patient_id", "seq"),
        Index("ix_audit_event_actor_id_seq", "actor_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(UTC)
    actor_id: Mapped[str | None] = mapped_column(String(16))
    patient_id: Mapped[str | None] = mapped_column(String(16))
    capacity: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Why (``access.purposes``); empty on rows from before it was written down."""
    act: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40), default="")
    object_id: Mapped[str] = mapped_column(String(80), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="done")
    request_id: Mapped[str] = mapped_column(String(32), default="")


class AuditSeal(Base):
    """A link of the chain over the log (`access.chain`). Append only, like the log itself."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    spans: Mapped[str] = mapped_column(Text)
    """Numbers of the rows it covers, as "3-7,9"."""
    upto: Mapped[int] = mapped_column(BigInteger, index=True)
    """The highest number that this or an earlier seal covers."""
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UTC)
