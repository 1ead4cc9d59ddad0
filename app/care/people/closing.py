"""An account ends: of somebody who left the practice, or of a helper who wants to help no more.

Nothing that was open is owned by nobody afterwards (B22), what they wrote stays with their name, and the account lets
nobody in again.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, sessions
from app.access.grants import Capacity, Grant, system
from app.care import reminders
from app.care.people import agreements, ownerless, rehoming
from app.db import lock
from app.errors import NotFound, Refusal
from app.i18n import lazy_gettext as _l
from app.models import AccessCard, Account, CareTeamMember, Patient, ProxyGrant, PushSubscription, WayBack


@dataclass(frozen=True)
class Closed:
    """What became of it, as counts."""

    teams: int
    handed_on: int
    to_name: int
    """Lines of plans that need a new owner; a colleague is asked for each."""
    without_lead: list[str]
    """Ids of people whose team has nobody left who can answer them."""


def close_staff(session: Session, account: Account, zone: str) -> Closed:
    """Somebody leaves the practice. What waits for them goes to who stands in, else to the next of each team.

    ``zone``: the practice's. Raises ``Refusal`` for an account that is closed, or of nobody at the practice.
    """
    _hold(session, account)
    if not account.is_staff:
        raise Refusal(_l("This account is of nobody at the practice."))
    now, day = clock.now(), clock.today(zone)
    teams = list(
        session.scalars(
            lock(
                sa.select(CareTeamMember).where(CareTeamMember.account_id == account.id, CareTeamMember.in_force(now))
            )
        )
    )
    led = [member.patient_id for member in teams if member.lead]
    for member in teams:
        member.until, member.lead = now, False
        audit.record(session, system(member.patient_id), "leave team", "account", account.id)
    _end_helping(session, account)
    _shut(session, account)
    handed_on = rehoming.rehome(session, day, owner_id=account.id)
    to_name, alone = 0, []
    for patient_id in dict.fromkeys(member.patient_id for member in teams):
        to_name += ownerless.raise_due(session, day, patient_id)
        heir = rehoming.heir_of(session, patient_id, account.id, day)
        if heir is None:
            alone.append(patient_id)
        elif patient_id in led:
            _lead(session, patient_id, heir)
    return Closed(len(teams), handed_on, to_name, alone)


def close_own(session: Session, account: Account) -> int:
    """A helper closes their account: all they were allowed ends now. Returns for how many people.

    Raises ``Refusal`` for staff, and for somebody with a plan of their own: that is more than an account.
    """
    _hold(session, account)
    if not may_close_own(session, account):
        raise Refusal(_l("This account cannot be closed here. Ring us."))
    ended = _end_helping(session, account)
    _shut(session, account)
    return ended


def may_close_own(session: Session, account: Account) -> bool:
    """Whether this account is a helper's and nothing more."""
    has_plan = sa.select(Patient.id).where(Patient.account_id == account.id)
    return not account.is_staff and session.scalar(has_plan) is None


def _hold(session: Session, account: Account) -> None:
    """Two who close it at once do it once."""
    row = session.scalars(lock(sa.select(Account).where(Account.id == account.id))).one_or_none()
    if row is None:
        raise NotFound()
    if row.closed_at is not None:
        raise Refusal(_l("This account is closed already."))


def _end_helping(session: Session, account: Account) -> int:
    """The person reads in their log that it ended, and that it was the helper who ended it."""
    now = clock.now()
    rows = list(session.scalars(lock(sa.select(ProxyGrant).where(
        ProxyGrant.account_id == account.id, ProxyGrant.withdrawn_at.is_(None),
        sa.or_(ProxyGrant.ends_at.is_(None), ProxyGrant.ends_at > now),
    ))))  # fmt: skip
    for row in rows:
        row.withdrawn_at = now
        by = Grant(account, row.patient_id, Capacity.PROXY)
        agreements.note_change(session, by, row, "stepped_back")
        audit.record(session, by, "end help", "proxy_grant", row.id)
    session.flush()
    for patient_id in sorted({row.patient_id for row in rows}):
        reminders.refresh(session, system(patient_id))
    return len({row.patient_id for row in rows})


def _shut(session: Session, account: Account) -> None:
    """Nothing lets anybody in any more, and nothing is sent there."""
    now = clock.now()
    sessions.end(session, account)
    session.execute(sa.delete(PushSubscription).where(PushSubscription.account_id == account.id))
    session.execute(
        sa.update(AccessCard)
        .where(AccessCard.account_id == account.id, AccessCard.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.execute(
        sa.update(WayBack)
        .where(WayBack.account_id == account.id, WayBack.used_at.is_(None), WayBack.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    session.execute(sa.update(Account).where(Account.id == account.id).values(closed_at=now, passphrase_hash=None))
    audit.record_account(session, account.id, "close account")
    session.flush()


def _lead(session: Session, patient_id: str, heir: Account) -> None:
    member = session.scalars(
        sa.select(CareTeamMember).where(
            CareTeamMember.patient_id == patient_id, CareTeamMember.account_id == heir.id,
            CareTeamMember.in_force(clock.now()),
        )
    ).first()  # fmt: skip
    if member is not None:
        member.lead = True
        audit.record(session, system(patient_id), "take the lead", "account", heir.id)
