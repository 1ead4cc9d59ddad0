"""What the team did lately that the person should see: read the answers, answered a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.models import Account, Assignment, Question, Questionnaire, Receipt, Response

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """A questionnaire that waits, whether it was started, and the visit it is for."""

    assignment_id: str
    title: str
    closes_on: date
    visit_on: date | None
    started: bool


@dataclass(frozen=True)
class Read:
    """Somebody read the answers: who, when, and what they will do."""

    receipt: Receipt
    reader: Account


def preparation(session: Session, grant: Grant, today: date) -> tuple[list[Asked], list[Read]]:
    """Questionnaires that wait, and receipts of the last week, in one statement."""
    query = (
        sa.select(Assignment, Questionnaire.title, Response, Receipt, Account)
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .outerjoin(Response, sa.and_(Response.assignment_id == Assignment.id, Response.is_latest))
        .outerjoin(Receipt, Receipt.response_id == Response.id)
        .outerjoin(Account, Account.id == Receipt.reader_id)
        .where(Assignment.patient_id == grant.patient_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.closes_on, Assignment.id)
    )
    asked, read = [], []
    since = clock.now() - LATELY
    for assignment, title, response, receipt, reader in session.execute(query):
        sent = response is not None and response.submitted_at is not None
        if not sent and assignment.opens_on <= today <= assignment.closes_on:
            asked.append(Asked(assignment.id, title, assignment.closes_on, assignment.visit_on, response is not None))
        if receipt is not None and receipt.read_at >= since:
            read.append(Read(receipt, reader))
    return asked, read


def answered(session: Session, grant: Grant) -> list[Question]:
    """Questions answered in the last week, the newest first."""
    query = records.of(session, grant, Question).where(Question.answered_at >= clock.now() - LATELY)
    return list(session.scalars(query.order_by(Question.answered_at.desc()).limit(5)))
