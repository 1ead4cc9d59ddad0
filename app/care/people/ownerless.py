"""Promises in a plan whose owner has left the team or the practice: a colleague is asked to name a new owner (B22).

Run nightly and when somebody leaves a team; twice changes nothing. The plan itself is changed by people only.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import system
from app.care import concerns
from app.care.people import rehoming
from app.care.plan.kinds import KINDS
from app.models import Account, CareTeamMember, Concern, Patient, PlanItem, PlanVersion

RULE = "owner_gone"


def raise_due(session: Session, day: date, patient_id: str = "") -> int:
    """Bring lines that nobody owns any more to the worklist, close what has an owner again. Returns the new ones."""
    gone = {(item.patient_id, item.key): item for item in session.scalars(_ownerless(day, patient_id))}
    query = sa.select(Concern).where(Concern.rule == RULE, Concern.closed_at.is_(None))
    if patient_id:
        query = query.where(Concern.patient_id == patient_id)
    there = {(row.patient_id, row.subject): row for row in session.scalars(query)}
    for place, _row in there.items():
        if place not in gone:
            concerns.close_concern_for(session, system(place[0]), RULE, place[1], outcome="changed")
    new = [item for place, item in gone.items() if place not in there]
    for item in new:
        heir = rehoming.heir_of(session, item.patient_id, item.owner, day)
        concerns.raise_concern(
            session, system(item.patient_id), rule=RULE, subject=item.key, owner_id=heir.id if heir else None,
            why={"title": KINDS[item.kind].title_outside(item.content)},
        )  # fmt: skip
    return len(new)


def _ownerless(day: date, patient_id: str) -> sa.Select[PlanItem]:
    """Lines of the newest version, still to be done, owned by somebody of the practice who is not on the team now."""
    newest = (
        sa.select(PlanVersion.patient_id, sa.func.max(PlanVersion.number).label("number"))
        .group_by(PlanVersion.patient_id)
        .subquery()
    )
    to_do = [name for name, kind in KINDS.items() if kind.is_to_do or kind.is_safety]
    on_team = (
        sa.select(CareTeamMember.id)
        .where(
            CareTeamMember.patient_id == PlanItem.patient_id, CareTeamMember.account_id == PlanItem.owner,
            CareTeamMember.in_force(clock.now()),
        )
        .exists()
    )  # fmt: skip
    query = (
        sa.select(PlanItem)
        .join(newest, sa.and_(newest.c.patient_id == PlanItem.patient_id, newest.c.number == PlanItem.number))
        .join(Account, Account.id == PlanItem.owner)
        .join(Patient, sa.and_(Patient.id == PlanItem.patient_id, Patient.sealed_at.is_(None)))
        .where(
            PlanItem.kind.in_(to_do), PlanItem.ends_on >= day, Account.role.is_not(None),
            sa.or_(Account.closed_at.is_not(None), sa.not_(on_team)),
        )
    )  # fmt: skip
    return query.where(PlanItem.patient_id == patient_id) if patient_id else query
