"""Questions that wait for an answer, over all of one's own people."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import policy
from app.access.permissions import Permission
from app.access.relationships import patients_of_team
from app.models import Account, Patient, PlanItem, Question

MOST = 100


@dataclass(frozen=True)
class Waiting:
    """One question with the person it is about and the line it was asked on."""

    question: Question
    patient: Patient
    item: PlanItem


def waiting_for(session: Session, account: Account) -> list[Waiting]:
    """Open questions of people whose care team ``account`` is on today, the oldest promise first.

    Nothing for a role that may not answer. At most 100; one statement.
    """
    if Permission.ANSWER not in policy.for_team(account.role):
        return []
    asked_on = sa.and_(
        PlanItem.patient_id == Question.patient_id,
        PlanItem.key == Question.key,
        PlanItem.number == Question.number,
    )
    query = (
        sa.select(Question, Patient, PlanItem)
        .join(Patient, Patient.id == Question.patient_id)
        .join(PlanItem, asked_on)
        .where(Question.waiting(), Question.patient_id.in_(patients_of_team(account)))
        .order_by(Question.promised_by, Question.id)
        .limit(MOST)
    )
    return [Waiting(question, patient, item) for question, patient, item in session.execute(query)]
