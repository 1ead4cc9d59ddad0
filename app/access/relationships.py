"""What somebody is to a person right now: themselves, a proxy, a member of the care team, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy, scopes
from app.access.grants import Capacity, Grant
from app.models import Account, BrokenGlass, CareTeamMember, Patient, ProxyBasis, ProxyGrant, Unlock

BASIS_ON = {"day_before": timedelta(days=-1), "same_day": timedelta(), "day_after": timedelta(days=1)}
"""The days that it can be somewhere, as seen from UTC."""


@dataclass(frozen=True)
class Relationship:
    """The patient, and what the actor is to them.

    ``look``: for a helper, by which colour and pattern (``access.looks``). ``has_others``: whether the account may
    open somebody else's pages too, so that one could be taken for the other. ``until``: when looking in an emergency
    ends.
    """

    patient: Patient
    grant: Grant
    look: int | None = None
    has_others: bool = False
    until: datetime | None = None


def _standing(account: Account) -> Any:
    """Patients with what is in force for ``account`` now.

    Proxy grant, team membership, until when the glass is broken, and whether there is a basis for deciding: on each
    day that it can be where somebody lives, since the days of a basis are those of the person, not of the helper.
    """
    now = clock.now()
    proxy_now = sa.and_(
        ProxyGrant.patient_id == Patient.id,
        ProxyGrant.account_id == account.id,
        ProxyGrant.in_force(now),
    )
    team_now = sa.and_(
        CareTeamMember.patient_id == Patient.id,
        CareTeamMember.account_id == account.id,
        CareTeamMember.in_force(now),
    )
    basis_on = [
        sa.exists().where(ProxyBasis.grant_id == ProxyGrant.id, ProxyBasis.in_force(now.date() + later)).label(name)
        for name, later in BASIS_ON.items()
    ]
    broken_until = sa.select(sa.func.max(BrokenGlass.until)).where(
        BrokenGlass.patient_id == Patient.id, BrokenGlass.account_id == account.id, BrokenGlass.in_force(now)
    )
    return (
        sa.select(
            Patient,
            ProxyGrant,
            CareTeamMember,
            (broken_until.scalar_subquery() if account.is_staff else sa.null()).label("broken"),
            *basis_on,
        )
        .outerjoin(ProxyGrant, proxy_now)
        .outerjoin(CareTeamMember, team_now)
        .where(Patient.sealed_at.is_(None))
    )


def _has_basis(row: Any) -> bool:
    today = clock.today(row.Patient.time_zone)
    return any(row._mapping[name] for name, later in BASIS_ON.items() if clock.now().date() + later == today)


def _grant(account: Account, row: Any, request_id: str) -> Grant | None:
    patient: Patient = row.Patient
    proxy: ProxyGrant | None = row.ProxyGrant
    if patient.account_id == account.id:
        return Grant(account, patient.id, Capacity.SELF, policy.for_self(), request_id)
    if row.CareTeamMember is not None and account.is_staff:
        return Grant(account, patient.id, Capacity.TEAM, policy.for_team(account.role), request_id)
    if row.broken and account.is_staff:
        return Grant(account, patient.id, Capacity.EMERGENCY, policy.for_emergency(account.role), request_id)
    if proxy is not None:
        scope = scopes.of(proxy)
        allowed = policy.for_proxy(scope, has_basis=_has_basis(row))
        return Grant(account, patient.id, Capacity.PROXY, allowed, request_id, scope=scope)
    return None


def _opened(account: Account) -> sa.ColumnElement[bool]:
    """Whether this member of the team opened the person's private lines with a reason, and the time is not over."""
    if not account.is_staff:
        return sa.false()
    return sa.exists().where(
        Unlock.patient_id == Patient.id, Unlock.account_id == account.id, Unlock.until > clock.now()
    )


def _others(account: Account) -> sa.ColumnElement[bool]:
    """Whether the account helps anybody else now, or has pages of its own."""
    if account.is_staff:
        return sa.false()
    helped, own = sa.orm.aliased(ProxyGrant), sa.orm.aliased(Patient)
    helps = sa.exists().where(
        helped.account_id == account.id, helped.patient_id != Patient.id, helped.in_force(clock.now())
    )
    return sa.or_(helps, sa.exists().where(own.account_id == account.id, own.id != Patient.id))


def find(session: Session, account: Account, patient_id: str, request_id: str = "") -> Relationship | None:
    """The relationship of ``account`` to one person, in one statement; None when there is none."""
    more = _opened(account).label("opened"), _others(account).label("others")
    query = _standing(account).add_columns(*more).where(Patient.id == patient_id)
    row = session.execute(query).first()
    if row is None:
        return None
    grant = _grant(account, row, request_id)
    if grant is None:
        return None
    if grant.capacity is Capacity.TEAM:
        grant = replace(grant, unlocked=bool(row.opened))
    look = row.ProxyGrant.look if row.ProxyGrant else None
    return Relationship(row.Patient, grant, look, bool(row.others), row.broken)


def all_for(session: Session, account: Account) -> list[Relationship]:
    """Everybody this account may do something for, the account's own record first, then by name."""
    query = _standing(account).where(
        sa.or_(Patient.account_id == account.id, ProxyGrant.id.is_not(None), CareTeamMember.id.is_not(None))
    )
    found = []
    for row in session.execute(query.order_by(sa.func.lower(Patient.full_name), Patient.id)):
        if grant := _grant(account, row, ""):
            found.append(Relationship(row.Patient, grant, row.ProxyGrant.look if row.ProxyGrant else None))
    found.sort(key=lambda r: r.grant.capacity is not Capacity.SELF)
    return [replace(one, has_others=len(found) > 1) for one in found]


def resting(session: Session, account: Account) -> list[tuple[Patient, ProxyGrant]]:
    """Whom this account was asked to help, but not now: it is paused, or its first day is still to come."""
    now = clock.now()
    query = (
        sa.select(Patient, ProxyGrant)
        .join(ProxyGrant, ProxyGrant.patient_id == Patient.id)
        .where(
            ProxyGrant.account_id == account.id,
            ProxyGrant.standing(now),
            sa.not_(ProxyGrant.in_force(now)),
            Patient.sealed_at.is_(None),
        )
        .order_by(sa.func.lower(Patient.full_name), Patient.id)
    )
    return [(patient, proxy) for patient, proxy in session.execute(query)]


def patients_of_team(account: Account) -> sa.Select[str]:
    """Ids of the people whose care team ``account`` is on now: what the worklist may show."""
    return sa.select(CareTeamMember.patient_id).where(
        CareTeamMember.account_id == account.id, CareTeamMember.in_force(clock.now())
    )
