"""What the privacy officer does: a grant that opens nothing, and a row of the log for each of their looks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.access import audit
from app.access.grants import Capacity, Grant
from app.errors import NotFound
from app.models import Account, Role


def is_officer(account: Account | None) -> bool:
    """Whether this account looks after privacy."""
    return account is not None and account.role == Role.PRIVACY and account.closed_at is None


def grant(account: Account, patient_id: str = "", request_id: str = "") -> Grant:
    """For the log alone. Raises ``NotFound`` for anybody else: they do not learn that these pages exist."""
    if not is_officer(account):
        raise NotFound()
    return Grant(account, patient_id, Capacity.SYSTEM, frozenset(), request_id)


def note_look(session: Session, account: Account, act: str, patient_ids: Iterable[str], request_id: str = "") -> None:
    """One row for each person that a page says something about, or one about nobody. One statement."""
    ids = sorted(set(patient_ids)) or [""]
    audit.record_all(session, [grant(account, id_, request_id) for id_ in ids], act)
