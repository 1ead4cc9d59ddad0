"""A visit or call of the plan whose time has passed, and nobody wrote down whether it took place."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.concerns.limits import Values
from app.care.concerns.timed.stages import Stages
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.models import Account, Delivered, Patient, PlanItem, ProgressEntry

RULE = "missed_follow_up"


def raise_due(session: Session, limits: Values, today: date) -> int:
    """Raise a line for each such contact that the person or a helper was to keep, once.

    What the team itself was to do is a promise of the team (``late_promises``).
    """
    stages, missed, raised = Stages(session, RULE, asks=True), set(), 0
    for item, zone in _past(session, today):
        days = (clock.today(zone) - item.ends_on).days
        missed.add((item.patient_id, item.key))
        if days < limits.of(item.patient_id, "missed_days"):
            continue
        why = {"title": KINDS[item.kind].title(item.content), "ends_on": item.ends_on.isoformat(), "key": item.key}
        raised += stages.raise_once(item.patient_id, item.key, item.ends_on.isoformat(), why)
    stages.close_all_but(missed, "changed")
    return raised


def _past(session: Session, today: date) -> list[tuple[PlanItem, str]]:
    """Follow-ups past their last day of which nobody said anything since they began, with the person's zone."""
    entered = sa.exists().where(
        ProgressEntry.patient_id == PlanItem.patient_id, ProgressEntry.key == PlanItem.key,
        ProgressEntry.happened_on >= PlanItem.starts_on, ProgressEntry.undone_at.is_(None),
    )  # fmt: skip
    said = sa.exists().where(
        Delivered.patient_id == PlanItem.patient_id, Delivered.key == PlanItem.key,
        Delivered.number == PlanItem.number,
    )  # fmt: skip
    query = brief.of_everybody(today, "follow_up").add_columns(Patient.time_zone, entered, said)
    query = query.join(Patient, Patient.id == PlanItem.patient_id)
    query = query.outerjoin(Account, Account.id == PlanItem.owner).where(Account.role.is_(None))
    newest = {(item.patient_id, item.key): (item, zone, a or b) for item, zone, a, b in session.execute(query)}
    return [(item, zone) for item, zone, known in newest.values() if not known and item.ends_on < today]
