"""A medicine that is kept ready and nears its last day: whoever looks after it hears 30 days before, and on the day.

Run nightly; running it twice changes nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import system
from app.care import concerns
from app.care.plan.kinds.medicine_at_hand import state
from app.models import Account, Concern, PlanItem, PlanVersion

RULE = "medicine_expiry"
BANDS = {"soon": "routine", "past": "soon"}


def raise_due(session: Session, today: date) -> int:
    """Bring medicines at hand that end within 30 days of ``today`` to the worklist, those past their day as "soon".

    Each stage of each last day comes once, also after somebody closed its line. A line whose medicine was renewed
    or left the plan is closed. Returns how many were raised.
    """
    stored = _stored(session)
    found = {(item.patient_id, item.key): item for item in session.scalars(_in_force(today))}
    raised = 0
    for (patient_id, key), item in found.items():
        stage, last = state(item.content, today), str(item.content.get("use_until", ""))
        if not stage or (patient_id, key, last, stage) in {_stage(row) for row in stored}:
            continue
        concerns.raise_concern(
            session, system(patient_id), rule=RULE, subject=key, band=BANDS[stage],
            why={"title": item.content.get("name", ""), "use_until": last, "stage": stage},
            due_at=datetime.combine(date.fromisoformat(last), time(12), UTC), owner_id=_staff(session, item.owner),
        )  # fmt: skip
        raised += 1
    for row in stored:
        line = found.get((row.patient_id, row.subject))
        if row.closed_at is None and (line is None or not state(line.content, today)):
            concerns.close_concern_for(session, system(row.patient_id), RULE, row.subject, outcome="changed")
    return raised


def _stored(session: Session) -> list[Concern]:
    return list(session.scalars(sa.select(Concern).where(Concern.rule == RULE)))


def _stage(row: Concern) -> tuple[str, str, str, str]:
    return row.patient_id, row.subject, str(row.why.get("use_until", "")), str(row.why.get("stage", ""))


def _in_force(today: date) -> sa.Select[PlanItem]:
    """Medicines at hand of everybody's version in force, and those that a later version put in force at once."""
    numbers = (
        sa.select(PlanVersion.patient_id, sa.func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.in_force_from <= today)
        .group_by(PlanVersion.patient_id)
        .subquery()
    )
    number = sa.func.coalesce(numbers.c.number, 0)
    counts = sa.or_(PlanItem.number == number, sa.and_(PlanItem.number > number, PlanItem.at_once))
    lines = sa.select(PlanItem).outerjoin(numbers, numbers.c.patient_id == PlanItem.patient_id)
    return lines.where(PlanItem.kind == "medicine_at_hand", counts).order_by(PlanItem.number, PlanItem.id)


def _staff(session: Session, owner: str) -> str | None:
    """The owner if they are of the practice; a line of the person's own goes to everybody on the team."""
    account = session.get(Account, owner) if len(owner) == 16 else None
    return account.id if account is not None and account.is_staff else None
