"""One person at a glance, for the team: what was agreed, what waits, what happened. Few statements, no decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.around import Around
from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.care.questionnaires import store
from app.care.questionnaires.parts import Text
from app.models import (
    Account,
    Assignment,
    Delivered,
    Measurement,
    Patient,
    PlanItem,
    PlanVersion,
    ProgressEntry,
    Question,
    Questionnaire,
    Receipt,
    Response,
)

LATEST = 4
SETTLED = ("kept", "dropped")


@dataclass(frozen=True)
class Promise:
    """Something the team took on. ``state``: open, kept, late or dropped."""

    item: PlanItem
    title: str
    owner: Account | None
    state: str


@dataclass(frozen=True)
class Plan:
    """The newest version, sorted as the profile shows it; ``version`` is None before the first offer."""

    version: PlanVersion | None
    items: list[PlanItem]
    delivered: dict[str, str]
    """What the team said of its promises, by item key."""

    def of_kind(self, kind: str) -> list[str]:
        """Titles of the lines of one kind, in their order."""
        return [KINDS[item.kind].title(item.content) for item in self.items if item.kind == kind]

    def title(self, key: str) -> str:
        """The title of one line, empty when the newest version has it no more."""
        return next((KINDS[i.kind].title(i.content) for i in self.items if i.key == key), "")

    def promises(self, around: Around, today: date) -> list[Promise]:
        """What somebody of the team owns, in the order of the plan. Late the day after its window ended."""
        return [
            Promise(item, KINDS[item.kind].title(item.content), around.account(item.owner), self._state(item, today))
            for item in self.items
            if KINDS[item.kind].is_to_do and item.owner != PATIENT
        ]

    def _state(self, item: PlanItem, today: date) -> str:
        said = self.delivered.get(item.key, "")
        if said in SETTLED:
            return said
        return "late" if item.ends_on < today or said == "late" else "open"


def plan(session: Session, grant: Grant) -> Plan:
    """The newest offered version with its items, in two statements."""
    grant.must(Permission.SEE_PLAN)
    newest = records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc()).limit(1).subquery()
    rows = session.execute(
        records.of(session, grant, PlanVersion)
        .add_columns(PlanItem)
        .join(newest, newest.c.id == PlanVersion.id)
        .outerjoin(PlanItem, PlanItem.version_id == PlanVersion.id)
        .order_by(PlanItem.position, PlanItem.key)
    ).all()
    version = rows[0][0] if rows else None
    said = session.scalars(
        records.of(session, grant, Delivered).where(
            Delivered.side == "team", Delivered.number == (version.number if version else 0)
        )
    )
    return Plan(version, [row[1] for row in rows if row[1] is not None], {d.key: d.answer for d in said})


@dataclass(frozen=True)
class Form:
    """A form that was asked for: not sent yet, sent and waiting, or read by somebody."""

    assignment: Assignment
    response: Response | None
    title: Text
    readers: list[Account]

    @property
    def state(self) -> str:
        """asked, begun, unread or read."""
        if self.response is None:
            return "asked"
        if self.response.submitted_at is None:
            return "begun"
        return "read" if self.readers else "unread"


def forms(session: Session, grant: Grant) -> list[Form]:
    """The last forms, the newest first, in one statement."""
    grant.must(Permission.READ_ANSWERS)
    rows = session.execute(
        records.of(session, grant, Assignment)
        .add_columns(Response, Questionnaire, Account)
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .outerjoin(Response, Response.assignment_id == Assignment.id)
        .outerjoin(Receipt, Receipt.response_id == Response.id)
        .outerjoin(Account, Account.id == Receipt.reader_id)
        .where(Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.assigned_at.desc(), Receipt.read_at)
    ).all()
    found: dict[str, Form] = {}
    for assignment, response, form, reader in rows:
        one = found.setdefault(assignment.id, Form(assignment, response, store.of(form).title, []))
        if reader is not None:
            one.readers.append(reader)
    return list(found.values())[:LATEST]


def questions(session: Session, grant: Grant) -> list[Question]:
    """Questions that wait for an answer, the oldest promise first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Question).where(Question.answered_at.is_(None))
    return list(session.scalars(query.order_by(Question.promised_by, Question.id)))


def entries(session: Session, grant: Grant) -> list[ProgressEntry]:
    """What was noted last about the plan's activities."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    return list(
        session.scalars(
            query.order_by(ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc()).limit(LATEST)
        )
    )


def readings(session: Session, grant: Grant) -> list[Measurement]:
    """The last readings."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, Measurement).where(Measurement.undone_at.is_(None))
    return list(session.scalars(query.order_by(Measurement.happened_at.desc()).limit(2)))


def today_of(patient: Patient) -> date:
    """The person's own calendar day."""
    return clock.today(patient.time_zone)
