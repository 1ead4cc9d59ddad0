"""The register of consents: who helps whom, on what basis, from when until when, and where the paper is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Account, Patient, ProxyBasis, ProxyGrant

ROWS = 50


@dataclass(frozen=True)
class Consent:
    """One helper's access, with every basis that was recorded for it."""

    grant: ProxyGrant
    patient: Patient
    helper: Account
    by: Account | None
    bases: list[ProxyBasis] = field(default_factory=list)

    def state(self, now: datetime) -> str:
        """ "ended", "later" or "now"."""
        if self.grant.withdrawn_at or (self.grant.ends_at and self.grant.ends_at <= now):
            return "ended"
        return "later" if self.grant.starts_at > now else "now"


def consents(session: Session, person: str = "", page: int = 1) -> tuple[list[Consent], bool]:
    """A page of the register, the newest first, and whether there is another. Three statements at most."""
    by = sa.orm.aliased(Account)
    query = (
        sa.select(ProxyGrant, Patient, Account, by)
        .join(Patient, Patient.id == ProxyGrant.patient_id)
        .join(Account, Account.id == ProxyGrant.account_id)
        .outerjoin(by, by.id == ProxyGrant.granted_by_id)
        .order_by(ProxyGrant.starts_at.desc(), ProxyGrant.id)
    )
    if person:
        named = sa.func.lower(Patient.full_name).contains(person.lower(), autoescape=True)
        query = query.where(sa.or_(Patient.id == person, named))
    rows = session.execute(query.limit(ROWS + 1).offset((max(page, 1) - 1) * ROWS)).all()
    ids = [row[0].id for row in rows[:ROWS]]
    found: dict[str, list[ProxyBasis]] = {}
    if ids:
        bases = sa.select(ProxyBasis).where(ProxyBasis.grant_id.in_(ids)).order_by(ProxyBasis.starts_on)
        for basis in session.scalars(bases):
            found.setdefault(basis.grant_id, []).append(basis)
    return [Consent(*row, found.get(row[0].id, [])) for row in rows[:ROWS]], len(rows) > ROWS


def accounts(session: Session, text: str) -> list[Account]:
    """Accounts by a part of their name or by their sign-in; at most fifty, nobody without words."""
    if not text.strip():
        return []
    text = text.strip().lower()
    found = sa.or_(
        Account.id == text, Account.sign_in == text, sa.func.lower(Account.name).contains(text, autoescape=True)
    )
    return list(session.scalars(sa.select(Account).where(found).order_by(sa.func.lower(Account.name)).limit(50)))
