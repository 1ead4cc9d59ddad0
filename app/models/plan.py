"""The care plan: versions that never change once offered, items whose identity lasts, and what hangs on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id
from app.sealing import sealed

SEALED_KINDS = ("advance_wish",)
"""Kinds of lines whose words are sealed at rest: the private ones (`access/private.py`, held together by a test)."""


def _is_private(row: Any) -> bool:
    return row.kind in SEALED_KINDS


class CarePlan(Base):
    """One for each person. ``draft_review_on`` belongs to the version being drafted."""

    __tablename__ = "care_plan"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), unique=True)
    current_number: Mapped[int] = mapped_column(default=0)
    """Number of the newest offered version; 0 before the first offer."""
    draft_review_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTC)


class PlanVersion(Base):
    """A version as it was offered. Never changed afterwards."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("care_plan.id"))
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    number: Mapped[int]
    offered_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime] = mapped_column(UTC)
    in_force_from: Mapped[date]
    consider_until: Mapped[date | None]
    """Until when nobody looks at the answers: time to think that belongs to the person. None: none was set."""
    review_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text, default="")
    """What the team says about this version, in words for the person."""


@sealed("content", "reason", when=_is_private)
class PlanItem(Base):
    """One line of one version. ``key`` is the lasting identity; the same key in the next version is the same item."""

    __tablename__ = "plan_item"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        Index("ix_plan_item_patient_id_key", "patient_id", "key"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    """The number of its version, repeated here to spare a join."""
    key: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(16))
    """"patient", or the account id of the member of the team or proxy who does it."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    substance: Mapped[str] = mapped_column(String(64))
    """Digest of the fields that count as substance: what a decision belongs to."""
    author_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it changed in this version, in words for the person; empty when it did not."""
    reason_code: Mapped[str] = mapped_column(String(20), default="")
    """The same from a short list (care/plan/reasons.py); empty when nobody said."""
    change_label: Mapped[str] = mapped_column(String(10), default="")
    """What the team said of it in this version: "", "new", "wording" or "substance"."""
    changed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """Who changed it in this version; None when nobody did."""
    said_on: Mapped[date | None]
    """The day on which it was last new or changed; None for lines offered before this was kept."""
    at_once: Mapped[bool] = mapped_column(default=False)
    """In force from the offer on, also before the rest of its version."""


@sealed("content", "reason", "source", "answer_words", when=_is_private)
class ItemChange(Base):
    """A draft, a proposal or a suggestion: somebody wants to add, change or remove one item.

    State: ``open`` (a suggestion waiting for the team), ``draft`` (in the draft of ``drafter_id``), ``proposal`` (an
    idea of the team, to be talked about first), ``declined``, ``withdrawn``, ``applied`` (went into version
    ``applied_number``).
    """

    __tablename__ = "item_change"
    __table_args__ = (
        CheckConstraint("action in ('add', 'change', 'remove')", name="action"),
        CheckConstraint("state in ('open', 'draft', 'proposal', 'declined', 'withdrawn', 'applied')", name="state"),
        Index(
            "uq_item_change_draft",
            "plan_id",
            "key",
            "drafter_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("care_plan.id"), index=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    base_number: Mapped[int]
    """The version that its author was looking at."""
    action: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(16), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    wording_only: Mapped[bool] = mapped_column(default=False)
    reason_code: Mapped[str] = mapped_column(String(20), default="")
    at_once: Mapped[bool] = mapped_column(default=False)
    saved_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """Who saved it last, also where the words stay their author's; None for a suggestion as it was sent."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts saves; a save that names an older revision is a conflict that shows both texts."""
    author_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    drafter_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    """Whose draft it stands in: each author has one. ``author_id`` is whose words it holds."""
    source: Mapped[str] = mapped_column(Text, default="")
    """Of a proposal: the guideline or the reason that it comes from."""
    expires_on: Mapped[date | None]
    """Of a proposal: the day after which nobody should bring it up as it stands."""
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answer_words: Mapped[str] = mapped_column(Text, default="")
    applied_number: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTC)
    updated_at: Mapped[datetime] = mapped_column(UTC)


class Decision(Base):
    """The person's answer to one item of one version. The newest row for a key is the one that counts.

    It informs people. Nothing reads it in order to grant, refuse, start or stop anything.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("answer in ('yes', 'not_now', 'no', 'talk', 'taken_back')", name="answer"),
        Index("ix_decision_patient_id_key_at", "patient_id", "key", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    substance: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    shown_as: Mapped[str] = mapped_column(String(10), default="phone")
    answered_on: Mapped[date | None]
    """The day that stands on the paper, for an answer that came in on paper; None for the others."""
    device: Mapped[str] = mapped_column(String(10), default="unknown")
    helper: Mapped[str] = mapped_column(String(200), default="")
    """Who helped with it, in the person's words; empty when nobody was named."""
    helped: Mapped[bool] = mapped_column(default=False)
    with_team: Mapped[bool] = mapped_column(default=False)
    """Somebody of the practice was in the room."""
    unclear: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Names of the parts and keys of the lines that the person called not clear, at that moment."""
    open_questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids of the questions on this line that waited for an answer, at that moment."""
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


@sealed("words", "answer")
class Question(Base):
    """Asked on an item, owned by a member of the team, with a promised time, answered on that item."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("outcome in ('helped', 'unclear', '')", name="outcome"),
        Index("ix_question_patient_id_key", "patient_id", "key"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    client_key: Mapped[str | None] = mapped_column(String(64))
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UTC)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    promised_by: Mapped[datetime] = mapped_column(UTC)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("question.id"), unique=True)
    """The question whose answer was still unclear: this one goes on from there, with a promise of its own."""
    read_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime | None] = mapped_column(UTC)
    """Who of the team opened it first, and when."""
    outcome: Mapped[str] = mapped_column(String(10), default="")
    """What the asking side said about the answer: "helped", "unclear", or nothing yet."""
    outcome_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    outcome_capacity: Mapped[str] = mapped_column(String(10), default="")
    outcome_at: Mapped[datetime | None] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
    """When who asked took it back, before there was an answer: it then stands in the file and the log alone."""

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.answered_at is None and self.withdrawn_at is None

    @classmethod
    def waiting(cls) -> ColumnElement[bool]:
        """The same as a condition of a query."""
        return and_(cls.answered_at.is_(None), cls.withdrawn_at.is_(None))


class DayChoice(Base):
    """The person put an activity on their day, or took it off. Reminders and *Today* read this, never a decision."""

    __tablename__ = "day_choice"
    __table_args__ = (Index("ix_day_choice_patient_id_key_at", "patient_id", "key", "at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    key: Mapped[str] = mapped_column(String(16))
    on_my_day: Mapped[bool]
    remind: Mapped[bool] = mapped_column(default=True)
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)


class PlanOpened(Base):
    """Somebody opened a version for the first time: "has seen version N"."""

    __tablename__ = "plan_opened"
    __table_args__ = (UniqueConstraint("patient_id", "number", "actor_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]
    actor_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    capacity: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTC)
