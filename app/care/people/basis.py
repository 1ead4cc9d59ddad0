"""On what a helper's deciding rests: written down by the team, with its days and where the paper is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records, scopes
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.errors import Gone, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, ProxyBasis, ProxyGrant

BASES = {
    "consent": _l("The person agreed to it"),
    "legal_authority": _l("A legal paper gives them the right"),
    "best_interests": _l("The person cannot decide this, and it is in their best interest"),
}


def record(
    session: Session,
    grant: Grant,
    grant_id: str,
    *,
    basis: str,
    document: str,
    starts_on: date | None,
    ends_on: date | None = None,
) -> ProxyBasis:
    """From ``starts_on`` this helper may answer for the person. What was recorded before for them ends.

    Raises ``Invalid`` naming fields, ``Gone`` when the help itself has ended. The same sent twice is one row.
    """
    grant.must(Permission.RECORD_BASIS)
    document = clean(document)
    wrong = {}
    if basis not in BASES:
        wrong["basis"] = _l("Pick what it rests on.")
    if not document:
        wrong["document"] = _l("Write where the paper is, or the note about the talk.")
    elif problem := too_long(document):
        wrong["document"] = problem
    if starts_on is None:
        wrong["starts_on"] = _l("Say from which day.")
    elif ends_on is not None and ends_on < starts_on:
        wrong["ends_on"] = _l("The last day cannot be before the first.")
    if wrong or starts_on is None:
        raise Invalid(fields=wrong)
    helps = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    if helps.withdrawn_at is not None or (helps.ends_at is not None and helps.ends_at <= clock.now()):
        raise Gone(_l("This person does not help any more."))
    before = _open(session, grant, grant_id)
    for row in before:
        if (row.basis, row.document, row.starts_on, row.ends_on) == (basis, document, starts_on, ends_on):
            return row
    _end(session, grant, before)
    row = ProxyBasis(
        patient_id=grant.patient_id,
        grant_id=grant_id,
        basis=basis,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        recorded_by_id=grant.actor_id,
        recorded_at=clock.now(),
    )
    session.add(row)
    helps.scopes = scopes.with_verb(helps.scopes, scopes.DECIDE)
    audit.record(session, grant, "record basis", "proxy_grant", grant_id)
    session.flush()
    return row


def end(session: Session, grant: Grant, grant_id: str) -> None:
    """From now on this helper answers nothing. What they answered stays, with both names. Harmless to repeat.

    The team may end it, and the person at any time.
    """
    if not grant.may(Permission.OWN_DETAILS):
        grant.must(Permission.RECORD_BASIS)
    helps = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    rows = _open(session, grant, grant_id)
    if rows or scopes.has_verb(helps.scopes, scopes.DECIDE):
        _end(session, grant, rows)
        helps.scopes = scopes.without_verb(helps.scopes, scopes.DECIDE)
        audit.record(session, grant, "end basis", "proxy_grant", grant_id)


@dataclass(frozen=True)
class Deciding:
    """A helper, and what is recorded for them: also when its days have passed or are to come."""

    grant: ProxyGrant
    account: Account
    basis: ProxyBasis | None


def of_helpers(session: Session, grant: Grant) -> list[Deciding]:
    """Who helps this person now, longest first, with what their deciding rests on. One statement."""
    grant.must(Permission.SEE_PEOPLE)
    recorded = sa.and_(ProxyBasis.grant_id == ProxyGrant.id, ProxyBasis.ended_at.is_(None))
    query = (
        records.of(session, grant, ProxyGrant)
        .add_columns(Account, ProxyBasis)
        .join(Account, Account.id == ProxyGrant.account_id)
        .outerjoin(ProxyBasis, recorded)
        .where(ProxyGrant.in_force(clock.now()), Account.closed_at.is_(None))
        .order_by(ProxyGrant.starts_at)
    )
    return [Deciding(*row) for row in session.execute(query)]


def _open(session: Session, grant: Grant, grant_id: str) -> list[ProxyBasis]:
    query = records.of(session, grant, ProxyBasis).where(
        ProxyBasis.grant_id == grant_id, ProxyBasis.ended_at.is_(None)
    )
    return list(session.scalars(query))


def _end(session: Session, grant: Grant, rows: list[ProxyBasis]) -> None:
    for row in rows:
        row.ended_at, row.ended_by_id = clock.now(), grant.actor_id
