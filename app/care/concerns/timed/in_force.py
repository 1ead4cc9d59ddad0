"""Lines of everybody's plan that count on a day, read at once: for jobs that look at all people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from app.models import PlanItem, PlanVersion


def items(today: date, kinds: Iterable[str]) -> sa.Select[PlanItem]:
    """Lines of these kinds in each person's version in force, and those that a later version put in force at once.

    Kinds with private lines are not for this. Of a line that is in both, the later comes last.
    """
    numbers = (
        sa.select(PlanVersion.patient_id, sa.func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.in_force_from <= today)
        .group_by(PlanVersion.patient_id)
        .subquery()
    )
    number = sa.func.coalesce(numbers.c.number, 0)
    counts = sa.or_(PlanItem.number == number, sa.and_(PlanItem.number > number, PlanItem.at_once))
    query = sa.select(PlanItem).outerjoin(numbers, numbers.c.patient_id == PlanItem.patient_id)
    return query.where(PlanItem.kind.in_(list(kinds)), counts).order_by(PlanItem.number, PlanItem.id)
