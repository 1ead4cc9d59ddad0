"""What is in force now, for those who only need to know what somebody does: progress, reminders, reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant, system
from app.access.permissions import Permission
from app.access.private import PRIVATE_KINDS
from app.models import Patient, PlanItem, PlanVersion


def active_items(session: Session, whose: str | Grant, kinds: Iterable[str] | None = None) -> list[PlanItem]:
    """Lines in force today, in their order, of these kinds or all. Reads no decision.

    ``whose``: a person's id for the practice's own work, or the grant of whoever reads, which leaves out the kinds
    that do not exist for them.

    Those of the newest version in force, with the lines that a later version put in force at once in their place.
    Private lines are never among them: nobody does them, and this is shown to whoever may see the plan.
    """
    patient_id = whose.patient_id if isinstance(whose, Grant) else whose
    grant = system(patient_id)
    in_force = sa.func.coalesce(
        sa.select(sa.func.max(PlanVersion.number))
        .where(PlanVersion.patient_id == patient_id, PlanVersion.in_force_from <= _today(session, patient_id))
        .scalar_subquery(),
        0,
    )
    query = records.of(session, grant, PlanItem).where(
        sa.or_(PlanItem.number == in_force, sa.and_(PlanItem.number > in_force, PlanItem.at_once))
    )
    query = query.where(PlanItem.kind.not_in(PRIVATE_KINDS))
    if isinstance(whose, Grant) and whose.hidden_kinds:
        query = query.where(PlanItem.kind.not_in(whose.hidden_kinds))
    if kinds is not None:
        query = query.where(PlanItem.kind.in_(list(kinds)))
    return newest_of_each(session.scalars(query))


def on_day(versions: Iterable[PlanVersion], items: Iterable[PlanItem], day: date) -> list[PlanItem]:
    """Lines in force on ``day``, of versions and items that were read already."""
    number = max((version.number for version in versions if version.in_force_from <= day), default=0)
    return newest_of_each(item for item in items if item.number == number or (item.number > number and item.at_once))


def newest_of_each(items: Iterable[PlanItem]) -> list[PlanItem]:
    """For each key the line of its newest version, in the order of the plan."""
    found: dict[str, PlanItem] = {}
    for item in sorted(items, key=lambda item: item.number):
        found[item.key] = item
    return sorted(found.values(), key=lambda item: (item.position, item.key))


def newest_items(session: Session, grant: Grant) -> list[PlanItem]:
    """Items of the newest version, in force or not, in their order; for choosing lines."""
    grant.must(Permission.SEE_PLAN)
    newest = (
        sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == grant.patient_id).scalar_subquery()
    )
    query = records.of(session, grant, PlanItem).where(PlanItem.number == newest)
    return list(session.scalars(query.order_by(PlanItem.position, PlanItem.key)))


def _today(session: Session, patient_id: str) -> date:
    patient = session.get_one(Patient, patient_id)  # a request has the row already: then this costs no statement
    return clock.today(patient.time_zone)


def of_everybody(today: date, *kinds: str) -> sa.Select[PlanItem]:
    """Lines of these kinds in everybody's version in force, and those that a later version put in force at once.

    For the night's passes: no grant, all people. The newest of two rows about one line comes last.
    Kinds with private lines are not for this.
    """
    numbers = (
        sa.select(PlanVersion.patient_id, sa.func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.in_force_from <= today)
        .group_by(PlanVersion.patient_id)
        .subquery()
    )
    number = sa.func.coalesce(numbers.c.number, 0)
    counts = sa.or_(PlanItem.number == number, sa.and_(PlanItem.number > number, PlanItem.at_once))
    lines = sa.select(PlanItem).outerjoin(numbers, numbers.c.patient_id == PlanItem.patient_id)
    return lines.where(PlanItem.kind.in_(kinds), counts).order_by(PlanItem.number, PlanItem.id)
