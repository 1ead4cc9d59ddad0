"""Questionnaires (FHIR documents), who is asked, what was answered, and who read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed


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
    right_to_use: Mapped[str] = mapped_column(Text, default="")
    """What the site said about its right to use the text of a form that it imported."""


class AssignmentRule(Base):
    """Ask for a form again and again: every so many weeks, or before each review of the plan."""

    __tablename__ = "assignment_rule"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    questionnaire_url: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    """"weeks" (every so many), "review" (days before each review of the plan), "visit" (days before each visit)."""
    number: Mapped[int]
    """Weeks between two askings, or days before the review or the visit."""
    days_open: Mapped[int] = mapped_column(default=14)
    why: Mapped[str] = mapped_column(Text, default="")
    reader_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    next_on: Mapped[date | None]
    """For "weeks": the first day of the next asking."""
    made_at: Mapped[datetime] = mapped_column(UTC)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTC)


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
    origin: Mapped[str] = mapped_column(String(20), default="hand")
    """"hand", "visit", "review", "weeks" (by a rule), "imported"."""
    rule_id: Mapped[str | None] = mapped_column(ForeignKey("assignment_rule.id"))
    order: Mapped[int] = mapped_column("order_", default=0)
    """Which of several forms comes first; the smaller."""
    for_account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """The helper who answers about themselves; None when it is about the person."""
    nothing_to_tell_at: Mapped[datetime | None] = mapped_column(UTC)
    nothing_to_tell_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


@sealed("frozen")
class Response(Base):
    """One filling-in of one form. ``at_link_id`` is the place to stand on again.

    Changing what was sent, or going on in a newer version of the form, is a further response of the same
    assignment with the next ``number``; the earlier one stays as it was.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        Index(
            "uq_response_latest",
            "assignment_id",
            unique=True,
            sqlite_where=text("is_latest"),
            postgresql_where=text("is_latest"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaire.id"))
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int] = mapped_column(default=1)
    is_latest: Mapped[bool] = mapped_column(default=True)
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("response.id"))
    follows_why: Mapped[str] = mapped_column(String(20), default="")
    """"amends" (changes what was sent) or "newer" (the form has a new version)."""
    at_link_id: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    started_at: Mapped[datetime] = mapped_column(UTC)
    started_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UTC)
    submitted_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10), default="self")
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What was worked out when it was sent (``state.freeze``), so that it reads the same for ever."""
    reported: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Totals that an imported response brought along, by code; ours is the one that is shown."""


@sealed("values", when=lambda row: row.private)
class Answer(Base):
    """The answer to one question: current value of one place (``linkId`` and occurrence) of one response.

    ``values`` is a list (repeats); ``how`` is "answered", "skipped", "talk" ("I would rather talk"), or
    "several" (which occurrences of a repeated part there are).
    ``revision`` counts saves, so that two devices never overwrite each other silently.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("response_id", "link_id", "occurrence"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id"))
    link_id: Mapped[str] = mapped_column(String(255))
    occurrence: Mapped[str] = mapped_column(String(100), default="")
    """Which filling-in of each repeated part above it, such as ``1.2``; empty outside repeated parts."""
    values: Mapped[list[Any]] = mapped_column(JSON, default=list)
    how: Mapped[str] = mapped_column(String(10), default="answered")
    confirms_id: Mapped[str | None] = mapped_column(ForeignKey("answer.id"))
    """The earlier answer that was called still right."""
    revision: Mapped[int] = mapped_column(default=1)
    client_key: Mapped[str | None] = mapped_column(String(64))
    """Key of the save that made this revision: a repeat of it is harmless."""
    private: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its question is only for somebody alone: then its values are sealed at rest."""
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
