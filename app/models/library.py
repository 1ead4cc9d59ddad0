"""Numbers about treatments that the practice looked up once: the same for everybody, with source and review day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class KnownChances(Base):
    """Chance of benefit and of harm of one treatment for one sort of people. Names no patient.

    ``numbers`` holds the fields of the same names of a treatment's line (kinds/treatment.py).
    """

    __tablename__ = "known_chances"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    about: Mapped[str] = mapped_column(String(200))
    """Which treatment, as it is called."""
    for_whom: Mapped[str] = mapped_column(String(400), default="")
    """For whom the numbers hold."""
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    review_on: Mapped[date]
    saved_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UTC)
    revision: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
