"""A member of staff's own people: the list to find somebody in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import policy
from app.access.permissions import Permission
from app.access.relationships import patients_of_team
from app.models import Account, CarePlan, Concern, Patient, PlanVersion

MOST = 100


@dataclass(frozen=True)
class Line:
    """One person as the list shows them; what the reader's role may not see is empty."""

    patient: Patient
    has_signed_in: bool
    review_on: date | None
    open_concerns: int


def of(session: Session, account: Account, search: str = "") -> list[Line]:
    """People on whose care team ``account`` is now, by name; with ``search`` only names that hold it.

    At most 100 lines: with more, the search finds them. One statement.
    """
    allowed = policy.for_team(account.role)
    if Permission.SEE_CONTACT not in allowed:
        return []
    concerns = (
        sa.select(sa.func.count())
        .where(Concern.patient_id == Patient.id, Concern.closed_at.is_(None))
        .correlate(Patient)
        .scalar_subquery()
    )
    query = (
        sa.select(Patient, PlanVersion.review_on, concerns)
        .outerjoin(CarePlan, CarePlan.patient_id == Patient.id)
        .outerjoin(
            PlanVersion, sa.and_(PlanVersion.plan_id == CarePlan.id, PlanVersion.number == CarePlan.current_number)
        )
        .where(Patient.id.in_(patients_of_team(account)))
        .order_by(sa.func.lower(Patient.full_name), Patient.birth_date, Patient.id)
        .limit(MOST)
    )
    for word in search.split()[:5]:
        query = query.where(Patient.full_name.icontains(word, autoescape=True))
    clinical = Permission.SEE_PLAN in allowed
    return [
        Line(patient, patient.account_id is not None, review_on if clinical else None, count if clinical else 0)
        for patient, review_on, count in session.execute(query)
    ]
