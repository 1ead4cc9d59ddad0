"""What happened: entries against plan items, measurements, and both sides' promises as they were kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class ProgressEntry(Base):
    """Did it, partly, not this time, or no longer fits: all neutral. Hangs on the item key."""

    __tablename__ = "progress_entry"
    __table_args__ = (
        CheckConstraint("outcome in ('did', 'partly', 'not_this_time', 'no_longer_fits')", name="outcome"),
        Index("uq_progress_entry_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_progress_entry_patient_id_key_happened_on", "patient_id", "key", "happened_on"),
        Index("ix_progress_entry_patient_id_happened_on", "patient_id", "happened_on"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    """The person's own calendar day, which is what "today" means to them."""
    happened_at: Mapped[datetime] = mapped_column(UTC)
    recorded_at: Mapped[datetime] = mapped_column(UTC)
    note: Mapped[str] = mapped_column(Text, default="")
    barrier: Mapped[str] = mapped_column(Text, default="")
    """What got in the way, in the person's words or those they picked."""
    coping_key: Mapped[str | None] = mapped_column(String(16))
    """The coping strategy that the person chose to use."""
    helped: Mapped[str | None] = mapped_column(String(10))
    """"yes", "a_little", "no", or nothing said."""
    confidence: Mapped[int | None]
    client_key: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    undone_at: Mapped[datetime | None] = mapped_column(UTC)


class Measurement(Base):
    """A reading as typed, with its unit, beside the canonical value.

    ``values`` maps part to number as typed ({"systolic": 132, "diastolic": 84}); ``canonical`` is the main
    part in the canonical unit (care/progress/kinds.py names it for each kind), for limits and lines.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index("uq_measurement_patient_id_client_key", "patient_id", "client_key", unique=True),
        Index("ix_measurement_patient_id_kind_happened_at", "patient_id", "kind", "happened_at"),
        Index(
            "ix_measurement_again_by",
            "again_by",
            sqlite_where=text("again_by IS NOT NULL"),
            postgresql_where=text("again_by IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[str] = mapped_column(String(20))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    unit: Mapped[str] = mapped_column(String(20))
    canonical: Mapped[float] = mapped_column(Float)
    confirmed: Mapped[bool] = mapped_column(default=False)
    """The person said "yes, that is right" to an unusual value."""
    flag: Mapped[str | None] = mapped_column(String(40))
    because: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the flag was made of: band, limits with who set them, the number of the own plan, the second reading."""
    again_by: Mapped[datetime | None] = mapped_column(UTC)
    """Until when the flag waits for a second reading; none once it stands or was let go."""
    note: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime] = mapped_column(UTC)
    recorded_at: Mapped[datetime] = mapped_column(UTC)
    client_key: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    undone_at: Mapped[datetime | None] = mapped_column(UTC)


class PersonalLimit(Base):
    """A limit for one person's readings, as somebody set it. Rows are only added; the last one of a name holds.

    ``value`` in ``unit``; none: the usual limit holds again. Names are those of care/progress/limits.py.
    """

    __tablename__ = "personal_limit"
    __table_args__ = (Index("ix_personal_limit_patient_id_set_at", "patient_id", "set_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    """In plain words: the person reads it."""
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
