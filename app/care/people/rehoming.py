"""What is open is owned by somebody who is there: on the person's team, not gone, not away today (B22).

Safe to run at any time and twice: a row whose owner is there stays as it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy
from app.access.grants import system
from app.access.permissions import Permission
from app.db import lock
from app.models import Absence, Account, Arrangement, CareTeamMember, Concern, EarlyReview, Question

OPEN: tuple[tuple[Any, Any, str], ...] = (
    (Question, Question.waiting(), "question"),
    (Concern, Concern.closed_at.is_(None), "concern"),
    (Arrangement, Arrangement.closed_at.is_(None), "arrangement"),
    (EarlyReview, EarlyReview.done_at.is_(None), "early_review"),
)
"""What can wait for somebody, and when it still does."""
MOST = 2000
"""Rows of one sort in one pass."""


def is_away(account_id: Any, day: date) -> Any:
    """For queries: whether the account is away on ``day``."""
    return (
        sa.select(Absence.id)
        .where(
            Absence.account_id == account_id, Absence.ended_at.is_(None), Absence.first_on <= day,
            Absence.last_on >= day,
        )
        .exists()
    )  # fmt: skip


def rehome(session: Session, day: date, patient_id: str = "", owner_id: str = "") -> int:
    """Give what is open and owned by nobody who is there to who stands in, else to the next of the team.

    ``day``: the practice's calendar day, for who is away. ``patient_id`` limits it to one person,
    ``owner_id`` to what one account has. With nobody
    clinical left on a team a row keeps no owner: it is everybody's. Returns how many rows changed hands.
    """
    moved = 0
    for model, is_open, kind in OPEN:
        query = sa.select(model).where(is_open, model.owner_id.is_not(None), sa.not_(_is_there(model, day)))
        if patient_id:
            query = query.where(model.patient_id == patient_id)
        if owner_id:
            query = query.where(model.owner_id == owner_id)
        for row in session.scalars(lock(query.order_by(model.id).limit(MOST))):
            heir = heir_of(session, row.patient_id, row.owner_id, day)
            if heir is None and row.owner_id is not None and _is_only_away(session, row):
                continue  # nobody else is on the team: it waits for them
            row.owner_id = heir.id if heir else None
            if kind == "concern":
                row.taken_at = None
            audit.record(session, system(row.patient_id), "hand on", kind, row.id)
            moved += 1
    session.flush()
    return moved


def heir_of(session: Session, patient_id: str, owner_id: str, day: date) -> Account | None:
    """Who takes over from ``owner_id`` for this person: their stand-in, else the next clinical of the team."""
    there = [one for one in _clinical(session, patient_id, day) if one.id != owner_id]
    query = sa.select(Absence.stands_in_id).where(
        Absence.account_id == owner_id, Absence.ended_at.is_(None), Absence.first_on <= day, Absence.last_on >= day
    )
    stand_in = session.scalars(query.order_by(Absence.written_at.desc())).first()
    return next((one for one in there if one.id == stand_in), there[0] if there else None)


def _clinical(session: Session, patient_id: str, day: date) -> list[Account]:
    """Who can answer for this person and is not away on ``day``, the lead first."""
    roles = [role for role in policy.TEAM if Permission.ANSWER in policy.for_team(role)]
    query = (
        sa.select(Account)
        .join(CareTeamMember, CareTeamMember.account_id == Account.id)
        .where(
            CareTeamMember.patient_id == patient_id, CareTeamMember.in_force(clock.now()),
            Account.closed_at.is_(None), Account.role.in_(roles), sa.not_(is_away(Account.id, day)),
        )
        .order_by(CareTeamMember.lead.desc(), CareTeamMember.since, Account.id)
    )  # fmt: skip
    return list(session.scalars(query))


def _is_there(model: Any, day: date) -> Any:
    """The owner is on the team of the row's person now, has an open account, and is not away on ``day``."""
    on_team = (
        sa.select(CareTeamMember.id)
        .join(Account, Account.id == CareTeamMember.account_id)
        .where(
            CareTeamMember.patient_id == model.patient_id, CareTeamMember.account_id == model.owner_id,
            CareTeamMember.in_force(clock.now()), Account.closed_at.is_(None),
        )
        .exists()
    )  # fmt: skip
    return sa.and_(on_team, sa.not_(is_away(model.owner_id, day)))


def _is_only_away(session: Session, row: Any) -> bool:
    """They are on the team still, and at the practice, so they come back to it."""
    query = (
        sa.select(CareTeamMember.id)
        .join(Account, Account.id == CareTeamMember.account_id)
        .where(
            CareTeamMember.patient_id == row.patient_id, CareTeamMember.account_id == row.owner_id,
            CareTeamMember.in_force(clock.now()), Account.closed_at.is_(None),
        )
    )  # fmt: skip
    return session.scalars(query).first() is not None
