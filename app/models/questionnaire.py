"""Questionnaires (FHIR documents), who is asked, what was answered, and who read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Questionnaire(Base):
    """A published form, frozen by url, version and digest."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("url", "version"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    url: Mapped[str] = mapped_column(String(300))
    version: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[datetime] = mapped_column(UTC)
    imported_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class Assignment(Base):
    """Somebody is asked to fill in a form: why, until when, before which visit, and who will read it."""

    __tablename__ = "assignment"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaire.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    reader_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    visit_on: Mapped[date | None]
    assigned_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)


class Response(Base):
    """One filling-in of one form. ``at_link_id`` is the question to stand on again."""

    __tablename__ = "response"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaire.id"))
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), unique=True)
    at_link_id: Mapped[str] = mapped_column(String(255), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    started_at: Mapped[datetime] = mapped_column(UTC)
    started_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UTC)
    submitted_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10), default="self")


class Answer(Base):
    """The answer to one question: current value of one ``linkId`` of one response.

    ``values`` is a list (repeats); ``how`` is "answered", "skipped" or "talk" ("I would rather talk").
    ``revision`` counts saves, so that two devices never overwrite each other silently.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("response_id", "link_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id"))
    link_id: Mapped[str] = mapped_column(String(255))
    values: Mapped[list[Any]] = mapped_column(JSON, default=list)
    how: Mapped[str] = mapped_column(String(10), default="answered")
    revision: Mapped[int] = mapped_column(default=1)
    client_key: Mapped[str | None] = mapped_column(String(64))
    """Key of the save that made this revision: a repeat of it is harmless."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime] = mapped_column(UTC)


class Receipt(Base):
    """Somebody opened the answers: who, when, and what they will do about them."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("response_id", "reader_id"),
        Index("ix_receipt_patient_id", "patient_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id"))
    reader_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime] = mapped_column(UTC)
    will_do: Mapped[str] = mapped_column(Text, default="")
    will_do_at: Mapped[datetime | None] = mapped_column(UTC)
