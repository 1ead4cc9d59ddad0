"""Caregivers of a person: who helps now, with what, and ending it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.errors import Forbidden
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


def end(session: Session, grant: Grant, grant_id: str) -> Account:
    """From now on this helper sees and does nothing here; what they wrote stays, with their name.

    The person may end it, and the team on their word. Harmless to repeat. Returns the helper's account.
    """
    if not (grant.may(Permission.OWN_DETAILS) or grant.may(Permission.INVITE)):
        raise Forbidden()
    row = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    if row.withdrawn_at is None:
        from app.care import reminders

        row.withdrawn_at = clock.now()
        audit.record(session, grant, "end help", "proxy_grant", row.id)
        reminders.refresh(session, grant)
    return session.get_one(Account, row.account_id)
