""" "Looked at, nothing changed": the plan is gone through at a contact, one tap says so, and it counts (M4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.db import lock
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, Patient, PlanLook

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Looked:
    """The newest look, who made it, and how many there were in the last 365 days."""

    row: PlanLook
    by: Account
    times: int


def look(session: Session, grant: Grant, number: int | None) -> PlanLook:
    """Say that version ``number`` was looked at and nothing had changed. It moves no date and asks nobody anything.

    One a day for each colleague: a second press gives back the first. Raises ``Invalid`` without a plan,
    ``Conflict`` when the plan moved on since the page was opened.
    """
    grant.must(Permission.REVIEW)
    plan = versions.plan_of(session, grant)  # held, so that two presses at once are one look
    if not plan.current_number:
        raise Invalid(_l("There is no plan to look at yet. Offer a first version."))
    if number != plan.current_number:
        raise Conflict(_l("The plan has changed since you opened this page. Look at the new version first."))
    now = clock.now()
    mine = _mine(session, grant, plan.current_number)
    if mine is not None and _is_today(session, grant, mine.at):
        return mine
    row = PlanLook(patient_id=grant.patient_id, number=plan.current_number, by_id=grant.actor_id, at=now)
    session.add(row)
    session.flush()
    audit.record(session, grant, "look at plan", "plan_look", row.id)
    return row


def take_back(session: Session, grant: Grant, look_id: str) -> None:
    """Take one's own look back, on its day. Raises ``NotFound`` for none, ``Forbidden`` for a colleague's."""
    grant.must(Permission.REVIEW)
    row = records.one(session, grant, PlanLook, look_id, lock=True)
    if row.by_id != grant.actor_id or not _is_today(session, grant, row.at):
        raise Forbidden()
    if row.undone_at is None:
        row.undone_at = clock.now()
        audit.record(session, grant, "take back look", "plan_look", row.id)


def newest(session: Session, grant: Grant) -> Looked | None:
    """The newest look with the count of a year. One statement."""
    grant.must(Permission.SEE_PLAN)
    rows = session.execute(
        records.of(session, grant, PlanLook)
        .add_columns(Account)
        .join(Account, Account.id == PlanLook.by_id)
        .where(PlanLook.undone_at.is_(None), PlanLook.at >= clock.now() - YEAR)
        .order_by(PlanLook.at.desc(), PlanLook.id)
    ).all()
    return Looked(rows[0][0], rows[0][1], len(rows)) if rows else None


def is_mine_today(session: Session, grant: Grant, looked: Looked | None) -> bool:
    """Whether the reader made this look today, so that it can be taken back."""
    return bool(
        looked and grant.actor and looked.row.by_id == grant.actor.id and _is_today(session, grant, looked.row.at)
    )


def _mine(session: Session, grant: Grant, number: int) -> PlanLook | None:
    query = records.of(session, grant, PlanLook).where(
        PlanLook.by_id == grant.actor_id, PlanLook.number == number, PlanLook.undone_at.is_(None)
    )
    return session.scalars(lock(query.order_by(sa.desc(PlanLook.at)).limit(1))).first()


def _is_today(session: Session, grant: Grant, at: datetime) -> bool:
    zone = session.get_one(Patient, grant.patient_id).time_zone
    return at.astimezone(ZoneInfo(zone)).date() == clock.today(zone)
