"""Which reviews are near or past their date. Run nightly; running it twice changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import grants
from app.access.grants import Grant
from app.care import concerns
from app.models import CarePlan, Concern, Patient, PlanVersion
from app.models.concern import BANDS

RULE = "review_due"
AHEAD = timedelta(days=30)
"""How long before its date a review shows on the worklist: time enough to find a visit."""


def raise_due(session: Session, today: date) -> int:
    """Put reviews that are due within 30 days of ``today`` on the worklist, past ones as "soon".

    Returns how many lines are new or more urgent than before.
    """
    shown = dict(
        session.execute(
            sa.select(Concern.patient_id, Concern.band).where(Concern.rule == RULE, Concern.closed_at.is_(None))
        ).all()
    )
    raised = 0
    for patient_id, review_on in session.execute(_nearing(today)):
        band = "soon" if review_on < today else "routine"
        if shown.get(patient_id, 99) <= BANDS[band]:
            continue
        concerns.raise_concern(
            session,
            grants.system(patient_id),
            rule=RULE,
            why={"review_on": review_on.isoformat()},
            band=band,
            due_at=datetime.combine(review_on, time(12), UTC),
        )
        raised += 1
    return raised


def settle(session: Session, grant: Grant, review_on: date, today: date) -> None:
    """Take the line off the worklist when the new date is far enough away."""
    if review_on > today + AHEAD:
        concerns.close_concern_for(session, grant, RULE, "")


def _nearing(today: date) -> sa.Select[str, date]:
    return (
        sa.select(PlanVersion.patient_id, PlanVersion.review_on)
        .join(CarePlan, sa.and_(CarePlan.id == PlanVersion.plan_id, CarePlan.current_number == PlanVersion.number))
        .join(Patient, Patient.id == PlanVersion.patient_id)
        .where(PlanVersion.review_on <= today + AHEAD, Patient.left_at.is_(None))
        .order_by(PlanVersion.review_on)
    )
