"""Caregivers of a person: who helps now, and with what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.models import Account, ProxyGrant


@dataclass(frozen=True)
class Helper:
    """One caregiver and what was agreed with them."""

    grant: ProxyGrant
    account: Account


def of(session: Session, grant: Grant) -> list[Helper]:
    """Who helps this person now, longest first. A helper sees only themselves."""
    if grant.capacity is not Capacity.PROXY:
        grant.must(Permission.SEE_PEOPLE)
    query = (
        records.of(session, grant, ProxyGrant)
        .add_columns(Account)
        .join(Account, Account.id == ProxyGrant.account_id)
        .where(ProxyGrant.in_force(clock.now()), Account.closed_at.is_(None))
        .order_by(ProxyGrant.starts_at)
    )
    if grant.capacity is Capacity.PROXY:
        query = query.where(ProxyGrant.account_id == grant.actor_id)
    return [Helper(row, account) for row, account in session.execute(query)]
