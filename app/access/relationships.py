"""What somebody is to a person right now: themselves, a proxy, a member of the care team, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy
from app.access.grants import Capacity, Grant
from app.models import Account, CareTeamMember, Patient, ProxyBasis, ProxyGrant, Unlock


@dataclass(frozen=True)
class Relationship:
    """The patient, and what the actor is to them."""

    patient: Patient
    grant: Grant


def _standing(account: Account) -> sa.Select[Patient, ProxyGrant, CareTeamMember, bool]:
    """Patients with what is in force for ``account`` now: proxy grant, team membership, a basis for deciding."""
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
    basis_now = sa.exists().where(
        ProxyBasis.grant_id == ProxyGrant.id, ProxyBasis.in_force(clock.today(account.time_zone))
    )
    return (
        sa.select(Patient, ProxyGrant, CareTeamMember, basis_now)
        .outerjoin(ProxyGrant, proxy_now)
        .outerjoin(CareTeamMember, team_now)
        .where(Patient.sealed_at.is_(None))
    )


def _grant(
    account: Account,
    patient: Patient,
    proxy: ProxyGrant | None,
    team: CareTeamMember | None,
    has_basis: bool,
    request_id: str,
) -> Grant | None:
    if patient.account_id == account.id:
        return Grant(account, patient.id, Capacity.SELF, policy.for_self(), request_id)
    if team is not None and account.is_staff:
        return Grant(account, patient.id, Capacity.TEAM, policy.for_team(account.role), request_id)
    if proxy is not None:
        return Grant(
            account, patient.id, Capacity.PROXY, policy.for_proxy(proxy.scopes, has_basis=has_basis), request_id
        )
    return None


def _opened(account: Account) -> sa.ColumnElement[bool]:
    """Whether this member of the team opened the person's private lines with a reason, and the time is not over."""
    if not account.is_staff:
        return sa.false()
    return sa.exists().where(
        Unlock.patient_id == Patient.id, Unlock.account_id == account.id, Unlock.until > clock.now()
    )


def find(session: Session, account: Account, patient_id: str, request_id: str = "") -> Relationship | None:
    """The relationship of ``account`` to one person, in one statement; None when there is none."""
    query = _standing(account).add_columns(_opened(account)).where(Patient.id == patient_id)
    row = session.execute(query).first()
    if row is None:
        return None
    grant = _grant(account, row[0], row[1], row[2], row[3], request_id)
    if grant is not None and grant.is_team:
        grant = replace(grant, unlocked=bool(row[4]))
    return Relationship(row[0], grant) if grant else None


def all_for(session: Session, account: Account) -> list[Relationship]:
    """Everybody this account may do something for, the account's own record first, then by name."""
    query = _standing(account).where(
        sa.or_(Patient.account_id == account.id, ProxyGrant.id.is_not(None), CareTeamMember.id.is_not(None))
    )
    found = []
    for patient, proxy, team, has_basis in session.execute(
        query.order_by(sa.func.lower(Patient.full_name), Patient.id)
    ):
        grant = _grant(account, patient, proxy, team, has_basis, "")
        if grant:
            found.append(Relationship(patient, grant))
    return sorted(found, key=lambda r: r.grant.capacity is not Capacity.SELF)


def patients_of_team(account: Account) -> sa.Select[str]:
    """Ids of the people whose care team ``account`` is on now: what the worklist may show."""
    return sa.select(CareTeamMember.patient_id).where(
        CareTeamMember.account_id == account.id, CareTeamMember.in_force(clock.now())
    )
