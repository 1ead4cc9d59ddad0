"""One person at a glance, for the team: what was agreed, what waits, what happened. Few statements, no decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import private, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.care.questionnaires import store
from app.care.questionnaires.parts import Text
from app.models import (
    Account,
    Assignment,
    Measurement,
    PlanItem,
    PlanVersion,
    ProgressEntry,
    Questionnaire,
    Receipt,
    Response,
    Review,
)

LATEST, LATEST_READINGS = 4, 2
MOST_ENTRIES = 200
FOUR_WEEKS = 28


@dataclass(frozen=True)
class Plan:
    """The newest version, sorted as the profile shows it; ``version`` is None before the first offer."""

    version: PlanVersion | None
    items: list[PlanItem]

    def lines_of(self, *kinds: str) -> list[PlanItem]:
        """The lines of these kinds, in their order."""
        return [item for item in self.items if item.kind in kinds]

    def of_kind(self, kind: str) -> list[str]:
        """Titles of the lines of one kind, in their order."""
        return [KINDS[item.kind].title(item.content) for item in self.items if item.kind == kind]

    def title(self, key: str) -> str:
        """The title of one line, empty when the newest version has it no more."""
        return next((KINDS[i.kind].title(i.content) for i in self.items if i.key == key), "")


def plan(session: Session, grant: Grant) -> Plan:
    """The newest offered version with its items, in one statement."""
    grant.must(Permission.SEE_PLAN)
    limit = private.visible(grant, PlanItem)
    of_it = PlanItem.version_id == PlanVersion.id
    newest = records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc()).limit(1).subquery()
    rows = session.execute(
        records.of(session, grant, PlanVersion)
        .add_columns(PlanItem)
        .join(newest, newest.c.id == PlanVersion.id)
        .outerjoin(PlanItem, of_it if limit is None else sa.and_(of_it, limit))
        .order_by(PlanItem.position, PlanItem.key)
    ).all()
    return Plan(rows[0][0] if rows else None, [row[1] for row in rows if row[1] is not None])


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
        .outerjoin(Response, sa.and_(Response.assignment_id == Assignment.id, Response.is_latest))
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


def entries(session: Session, grant: Grant) -> list[ProgressEntry]:
    """What was noted about the plan's activities, the newest first; at most the 200 newest."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    return list(
        session.scalars(
            query.order_by(ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc()).limit(MOST_ENTRIES)
        )
    )


@dataclass(frozen=True)
class GoalLine:
    """A goal with what its activities came to in the last four weeks: title, and days on which it was done."""

    item: PlanItem
    activities: list[tuple[str, int]]


def goals(
    found: Plan, noted: list[ProgressEntry], measured: list[Measurement], today: date, zone: str
) -> list[GoalLine]:
    """Each goal with the days of the person's own activities in the last four weeks, out of what was read already.

    Counts, no score. A day with the reading that an activity asks for is a day done, as at a review.
    """
    since = today - timedelta(days=FOUR_WEEKS - 1)
    read: dict[str, set[date]] = {}
    for reading in measured:
        on = reading.happened_at.astimezone(ZoneInfo(zone)).date()
        if since <= on <= today:
            read.setdefault(reading.kind, set()).add(on)
    days: dict[str, set[date]] = {}
    for entry in noted:
        if entry.outcome in ("did", "partly") and since <= entry.happened_on <= today:
            days.setdefault(entry.key, set()).add(entry.happened_on)
    doing = [item for item in found.items if item.kind == "activity" and item.owner == PATIENT]
    return [
        GoalLine(
            goal,
            [
                (
                    KINDS["activity"].title(item.content),
                    len(days.get(item.key, set()) | read.get(item.content.get("measure") or "", set())),
                )
                for item in doing
                if item.content.get("goal_key") == goal.key
            ],
        )
        for goal in found.items
        if goal.kind == "goal"
    ]


def last_review(session: Session, grant: Grant) -> Review | None:
    """The review that ended last. One statement."""
    grant.must(Permission.REVIEW)
    query = records.of(session, grant, Review).where(Review.closed_at.is_not(None))
    return session.scalars(query.order_by(Review.closed_at.desc()).limit(1)).first()


def readings(session: Session, grant: Grant) -> list[Measurement]:
    """The readings, the newest first; at most the 200 newest."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, Measurement).where(Measurement.undone_at.is_(None))
    return list(session.scalars(query.order_by(Measurement.happened_at.desc()).limit(MOST_ENTRIES)))
