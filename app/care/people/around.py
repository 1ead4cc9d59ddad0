"""Everybody around a person, in one statement: the care team and the helpers of today."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.models import Account, CareTeamMember, ProxyGrant


@dataclass(frozen=True)
class Around:
    """``team`` has the lead first; ``helpers`` those who helped longest first."""

    team: list[tuple[CareTeamMember, Account]] = field(default_factory=list)
    helpers: list[tuple[ProxyGrant, Account]] = field(default_factory=list)

    def account(self, id_: str) -> Account | None:
        """Somebody around the person by account id."""
        everybody = [account for _row, account in (*self.team, *self.helpers)]
        return next((account for account in everybody if account.id == id_), None)


def of(session: Session, grant: Grant) -> Around:
    """Who works with this person, and who helps them, now."""
    grant.must(Permission.SEE_PEOPLE)
    now = clock.now()
    on_team = sa.and_(
        CareTeamMember.account_id == Account.id,
        CareTeamMember.patient_id == grant.patient_id,
        CareTeamMember.in_force(now),
    )
    helps = sa.and_(
        ProxyGrant.account_id == Account.id,
        ProxyGrant.patient_id == grant.patient_id,
        ProxyGrant.in_force(now),
    )
    rows = session.execute(
        sa.select(Account, CareTeamMember, ProxyGrant)
        .outerjoin(CareTeamMember, on_team)
        .outerjoin(ProxyGrant, helps)
        .where(Account.closed_at.is_(None), sa.or_(CareTeamMember.id.is_not(None), ProxyGrant.id.is_not(None)))
    ).all()
    team = sorted(
        ((member, a) for a, member, _ in rows if member), key=lambda r: (not r[0].lead, r[0].since, r[1].id)
    )
    helpers = sorted(((proxy, a) for a, _, proxy in rows if proxy), key=lambda r: (r[0].starts_at, r[1].id))
    return Around(list(team), list(dict(helpers).items()))
