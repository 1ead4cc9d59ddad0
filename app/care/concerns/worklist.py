"""The worklist: open lines about one's own people, the most urgent band first, then the oldest promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import clock
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
    handed_by: str = ""
    """The colleague who handed it over last."""

    @property
    def since(self) -> datetime:
        """When it was first raised."""
        return self.concern.raised_at

    @property
    def is_aside(self) -> bool:
        """Whether it is set aside now."""
        return self.concern.snoozed_until is not None and self.concern.snoozed_until > clock.now()


SHOW = ("all", "mine", "team", "aside")


@dataclass(frozen=True)
class Worklist:
    """A page of lines, what it shows (one of ``SHOW``), and how many lines each of these has."""

    lines: list[Line]
    show: str
    counts: dict[str, int]
    page: int

    @property
    def total(self) -> int:
        """How many lines there are of what is shown."""
        return self.counts[self.show]

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return self.page * MOST < self.total


def of(session: Session, account: Account, *, show: str = "all", page: int = 1) -> Worklist:
    """Open lines about people whose care team ``account`` is on today; nothing for a role that may not close them.

    ``show``: "all", "mine", "team" (nobody's yet) or "aside" (set aside, each with its end); a line that is set aside
    is in none of the others until its time has come. Order: severity band, then the age of the promise, then the id
    so that pages never overlap; what is aside by its end. Never a sum of counts. Two statements, whatever the number
    of rows.
    """
    show = show if show in SHOW else "all"
    if Permission.CLOSE_CONCERN not in policy.for_team(account.role):
        return Worklist([], show, dict.fromkeys(SHOW, 0), 1)
    page = max(1, min(page, 1000))
    own = sa.and_(Concern.closed_at.is_(None), Concern.patient_id.in_(relationships.patients_of_team(account)))
    aside = sa.and_(Concern.snoozed_until.is_not(None), Concern.snoozed_until > clock.now())
    parts = {
        "all": sa.not_(aside),
        "mine": sa.and_(sa.not_(aside), Concern.owner_id == account.id),
        "team": sa.and_(sa.not_(aside), Concern.owner_id.is_(None)),
        "aside": aside,
    }
    sums = [sa.func.coalesce(sa.func.sum(sa.case((part, 1), else_=0)), 0) for part in parts.values()]
    counted = session.execute(sa.select(*sums).select_from(Concern).where(own)).one()
    order = (Concern.snoozed_until, Concern.id) if show == "aside" else (Concern.band, Concern.due_at, Concern.id)
    query = _lines().where(own, parts[show]).order_by(*order)
    rows = session.execute(query.limit(MOST).offset((page - 1) * MOST))
    return Worklist([_line(*row) for row in rows], show, dict(zip(parts, counted, strict=True)), page)


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
    giver = aliased(Account)
    return (
        sa.select(Concern, Patient.full_name, Patient.birth_date, Account.name, giver.name)
        .join(Patient, Patient.id == Concern.patient_id)
        .outerjoin(Account, Account.id == Concern.owner_id)
        .outerjoin(giver, giver.id == Concern.handed_by_id)
    )


def _line(concern: Concern, name: str, born: Any, owner: str | None, giver: str | None) -> Line:
    return Line(concern, name, born.year, owner or "", giver or "")
