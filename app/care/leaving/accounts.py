"""Accounts that nobody needs any more: closed, and without a name once no row shows it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.leaving.retention import OF_AN_ACCOUNT
from app.db import Base
from app.models import Account, Patient, ProxyGrant


def behind(session: Session, patient_id: str) -> set[str]:
    """Accounts of the person and of everybody who is not of the practice and stands on a row about them."""
    found = set(session.scalars(sa.select(Patient.account_id).where(Patient.id == patient_id)))
    for table, column in columns():
        if "patient_id" in table.c:
            query = sa.select(column).where(table.c.patient_id == patient_id, column.is_not(None)).distinct()
            found |= set(session.scalars(query))
    found.discard(None)
    query = sa.select(Account.id).where(Account.id.in_(found), Account.role.is_(None))
    return set(session.scalars(query))


def close(session: Session, ids: Iterable[str], leaving: str) -> int:
    """Close those of ``ids`` that are nothing to anybody but ``leaving``. Returns how many.

    A closed one has no sign-in, no device and no address. Its name goes too, unless a row somewhere still shows it.
    """
    closed = 0
    for account in session.scalars(sa.select(Account).where(Account.id.in_(set(ids)))):
        if account.role is not None or _is_needed(session, account.id, leaving):
            continue
        for name in OF_AN_ACCOUNT:
            table = Base.metadata.tables[name]
            session.execute(sa.delete(table).where(table.c.account_id == account.id))
        account.passphrase_hash, account.sign_in = None, f"gone-{account.id}"
        account.closed_at = account.closed_at or clock.now()
        if not _is_shown(session, account.id):
            account.name = ""
        closed += 1
    session.flush()
    return closed


def _is_needed(session: Session, account_id: str, leaving: str) -> bool:
    """Whether it is somebody else's own account, or helps or helped somebody else."""
    own = sa.exists().where(Patient.account_id == account_id, Patient.id != leaving, Patient.sealed_at.is_(None))
    helps = sa.exists().where(ProxyGrant.account_id == account_id, ProxyGrant.patient_id != leaving)
    return bool(session.scalar(sa.select(sa.or_(own, helps))))


def _is_shown(session: Session, account_id: str) -> bool:
    """Whether any row names it as who wrote, did or read something."""
    return any(
        session.scalar(sa.select(sa.exists().where(column == account_id)))
        for table, column in columns()
        if table.name not in OF_AN_ACCOUNT
    )


def columns() -> list[tuple[sa.Table, sa.Column[str]]]:
    """Every column that names an account."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    ]
