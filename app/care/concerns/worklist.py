"""The worklist: open lines about one's own people, the most urgent band first, then the oldest promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import audit, policy, records, relationships
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.models import Account, Concern, Patient

MOST = 50


@dataclass(frozen=True)
class Line:
    """One line: the concern, whose it is about, and who has taken it."""

    concern: Concern
    patient_name: str
    birth_year: int
    owner_name: str

    @property
    def since(self) -> datetime:
        """When it was first raised."""
        return self.concern.raised_at


@dataclass(frozen=True)
class Worklist:
    """A page of lines, how many there are in all, and how many are the reader's own."""

    lines: list[Line]
    total: int
    mine: int
    page: int

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return self.page * MOST < self.total


def of(session: Session, account: Account, *, only_mine: bool = False, page: int = 1) -> Worklist:
    """Open lines about people whose care team ``account`` is on today; nothing for a role that may not close them.

    Order: severity band, then the age of the promise, then the id so that pages never overlap. Never a sum of
    counts. Two statements, whatever the number of rows.
    """
    if Permission.CLOSE_CONCERN not in policy.for_team(account.role):
        return Worklist([], 0, 0, 1)
    page = max(1, min(page, 1000))
    own = sa.and_(Concern.closed_at.is_(None), Concern.patient_id.in_(relationships.patients_of_team(account)))
    taken = Concern.owner_id == account.id
    total, mine = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((taken, 1), else_=0)), 0))
        .select_from(Concern)
        .where(own)
    ).one()
    query = _lines().where(own, taken) if only_mine else _lines().where(own)
    rows = session.execute(
        query.order_by(Concern.band, Concern.due_at, Concern.id).limit(MOST).offset((page - 1) * MOST)
    )
    return Worklist([_line(*row) for row in rows], mine if only_mine else total, mine, page)


def note_reading(session: Session, account: Account, found: Worklist, request_id: str = "") -> None:
    """One audit row for each person whose lines were shown: the list says things about them, so it is a read."""
    grants = [
        Grant(account, patient_id, Capacity.TEAM, request_id=request_id)
        for patient_id in sorted({line.concern.patient_id for line in found.lines})
    ]
    audit.record_all(session, grants, "read provider.worklist")


def one(session: Session, grant: Grant, concern_id: str) -> Line:
    """One line about the grant's patient, open or closed. Raises ``NotFound``."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = records.one(session, grant, Concern, concern_id)
    return _line(*session.execute(_lines().where(Concern.id == concern.id)).one())


def about(session: Session, grant: Grant) -> list[Line]:
    """Open lines about the grant's patient, in the order of the worklist (for the profile)."""
    grant.must(Permission.CLOSE_CONCERN)
    query = _lines().where(Concern.patient_id == grant.patient_id, Concern.closed_at.is_(None))
    return [_line(*row) for row in session.execute(query.order_by(Concern.band, Concern.due_at, Concern.id))]


def _lines() -> Any:
    return (
        sa.select(Concern, Patient.full_name, Patient.birth_date, Account.name)
        .join(Patient, Patient.id == Concern.patient_id)
        .outerjoin(Account, Account.id == Concern.owner_id)
    )


def _line(concern: Concern, name: str, born: Any, owner: str | None) -> Line:
    return Line(concern, name, born.year, owner or "")
