"""What came in on paper: marked pages as they were typed in, and photos or files that stand beside a line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed


class PaperPage(Base):
    """One marked page or booklet, as somebody of the team typed it in. Never changed afterwards.

    ``marks``: key of a line → {"answer", "words", "became"}; ``became`` says what came of it
    (care/plan/paper.py).
    """

    __tablename__ = "paper_page"
    __table_args__ = (UniqueConstraint("patient_id", "client_key"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    """The version that was printed on it."""
    dated_on: Mapped[date]
    """The day on which the person marked it."""
    handed_in_by: Mapped[str] = mapped_column(String(200))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    client_key: Mapped[str] = mapped_column(String(16))
    entered_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTC)


class Attachment(Base):
    """A photo or file of a document, beside a line of the plan or a page that came in. Its bytes lie apart.

    A photo shows a document; it verifies nothing.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "uq_attachment_place",
            "patient_id",
            "key",
            "sha256",
            unique=True,
            sqlite_where=text("removed_at is null"),
            postgresql_where=text("removed_at is null"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    key: Mapped[str] = mapped_column(String(16))
    """The key of a line of the plan, or the id of a page that came in."""
    words: Mapped[str] = mapped_column(String(200))
    """What it shows, in the words of whoever added it."""
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    """Bytes that are kept: of a photo, without where and when it was taken."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Digest of the bytes as they were sent, so that the same file sent twice is known again."""
    by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
    removed_at: Mapped[datetime | None] = mapped_column(UTC)
    removed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


@sealed("data")
class AttachmentData(Base):
    """The bytes of one attachment, sealed at rest. Gone when it is removed; never read for a list."""

    __tablename__ = "attachment_data"

    attachment_id: Mapped[str] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
