"""Somebody of the practice is away: a colleague stands in, and no thread waits for one who is not there (B22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy
from app.access.permissions import Permission
from app.care.people import rehoming
from app.db import is_id, lock
from app.errors import Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Absence, Account, CareTeamMember, Patient

LONGEST = timedelta(days=365)


def could_stand_in(session: Session, account: Account) -> list[Account]:
    """Nurses and doctors of the practice other than ``account``, by name."""
    roles = [role for role in policy.TEAM if Permission.ANSWER in policy.for_team(role)]
    query = sa.select(Account).where(Account.role.in_(roles), Account.closed_at.is_(None), Account.id != account.id)
    return list(session.scalars(query.order_by(sa.func.lower(Account.name), Account.id)))


def standing(session: Session, account: Account) -> list[tuple[Absence, Account]]:
    """One's own absences that are not over, with who stands in, by day. One statement."""
    query = (
        sa.select(Absence, Account)
        .join(Account, Account.id == Absence.stands_in_id)
        .where(Absence.account_id == account.id, Absence.ended_at.is_(None), Absence.last_on >= _today(account))
        .order_by(Absence.first_on)
    )
    return [(row, stand_in) for row, stand_in in session.execute(query)]


def write(
    session: Session, account: Account, first_on: date | None, last_on: date | None, stands_in_id: str
) -> Absence:
    """From ``first_on`` to ``last_on`` a colleague answers for ``account``, and has what is open.

    Raises ``Forbidden`` for a role that answers nobody, ``Invalid`` naming "first_on", "last_on" or "stands_in".
    """
    if Permission.ANSWER not in policy.for_team(account.role):
        raise Forbidden()
    session.scalars(lock(sa.select(Account.id).where(Account.id == account.id))).one()  # one form after the other
    today, wrong = _today(account), {}
    if first_on is None or first_on < today:
        wrong["first_on"] = _l("Pick the first day, today or later.")
    if last_on is None or (first_on is not None and last_on < first_on):
        wrong["last_on"] = _l("Pick the last day. An absence always ends.")
    elif last_on > today + LONGEST:
        wrong["last_on"] = _l("Pick a day within a year.")
    stand_in = session.get(Account, stands_in_id) if is_id(stands_in_id) else None
    if stand_in is None or stand_in.id not in {one.id for one in could_stand_in(session, account)}:
        wrong["stands_in"] = _l("Choose a nurse or a doctor.")
    if wrong:
        raise Invalid(fields=wrong)
    assert first_on is not None
    assert last_on is not None
    assert stand_in is not None
    if _overlap(session, stand_in.id, first_on, last_on):
        raise Invalid(fields={"stands_in": _l("They are away in these days, too.")})
    for row in _overlap(session, account.id, first_on, last_on):
        if (row.first_on, row.last_on, row.stands_in_id) == (first_on, last_on, stand_in.id):
            return row
        raise Invalid(fields={"first_on": _l("You are away in these days already. End that first.")})
    row = Absence(
        account_id=account.id, stands_in_id=stand_in.id, first_on=first_on, last_on=last_on, written_at=clock.now()
    )
    session.add(row)
    session.flush()
    audit.record_account(session, account.id, "write absence")
    if first_on <= today:
        rehoming.rehome(session, today, owner_id=account.id)
    return row


def end(session: Session, account: Account, absence_id: str) -> None:
    """Back earlier, or not away at all. What a colleague has by now stays theirs. ``NotFound`` for nobody's own."""
    query = sa.select(Absence).where(Absence.id == absence_id, Absence.account_id == account.id)
    row = session.scalars(lock(query)).first()
    if row is None:
        raise NotFound()
    if row.ended_at is None:
        row.ended_at = clock.now()
        audit.record_account(session, account.id, "end absence")


def away_today(session: Session, account_ids: Iterable[str], day: date) -> dict[str, tuple[Absence, Account]]:
    """Who of these is away on ``day``, with who stands in, by account id. One statement, none for nobody."""
    ids = set(account_ids)
    if not ids:
        return {}
    query = (
        sa.select(Absence, Account)
        .join(Account, Account.id == Absence.stands_in_id)
        .where(
            Absence.account_id.in_(ids), Absence.ended_at.is_(None), Absence.first_on <= day, Absence.last_on >= day
        )
    )  # fmt: skip
    return {row.account_id: (row, stand_in) for row, stand_in in session.execute(query)}


def not_covered(session: Session, account: Account, stand_in: Account) -> list[str]:
    """Names of people whose team ``account`` is on and ``stand_in`` is not: there the next of the team answers."""
    now = clock.now()
    theirs = sa.select(CareTeamMember.patient_id).where(
        CareTeamMember.account_id == stand_in.id, CareTeamMember.in_force(now)
    )
    query = (
        sa.select(Patient.full_name)
        .join(CareTeamMember, CareTeamMember.patient_id == Patient.id)
        .where(
            CareTeamMember.account_id == account.id, CareTeamMember.in_force(now), Patient.id.not_in(theirs)
        )
    )  # fmt: skip
    return sorted(set(session.scalars(query)), key=str.casefold)


def _overlap(session: Session, account_id: str, first_on: date, last_on: date) -> list[Absence]:
    query = sa.select(Absence).where(
        Absence.account_id == account_id, Absence.ended_at.is_(None),
        Absence.first_on <= last_on, Absence.last_on >= first_on,
    )  # fmt: skip
    return list(session.scalars(query))


def _today(account: Account) -> date:
    return clock.today(account.time_zone)
