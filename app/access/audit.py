"""The log of who did or read what. Rows are added in the transaction of the act, and never changed."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import purposes
from app.access.grants import Capacity, Grant
from app.models import AuditEvent


def record(
    session: Session, grant: Grant, act: str, kind: str = "", object_id: str = "", outcome: str = "done"
) -> None:
    """Add one row. ``act`` is a verb ("decide", "read patient.plan"); ids only, never contents or names."""
    session.add(
        AuditEvent(
            at=clock.now(),
            actor_id=grant.actor.id if grant.actor else None,
            patient_id=grant.patient_id or None,
            capacity=grant.capacity,
            purpose=purpose_of(grant),
            act=act,
            kind=kind,
            object_id=object_id,
            outcome=outcome,
            request_id=grant.request_id,
        )
    )


def purpose_of(grant: Grant) -> str:
    """Why: as the page said that it was opened under, else by capacity and role."""
    return grant.purpose or purposes.of(grant.capacity, grant.actor.role if grant.actor else None)


def record_all(session: Session, grants: Iterable[Grant], act: str) -> None:
    """The same act for several people at once, in one statement: a list that says things about each of them."""
    now = clock.now()
    rows = [
        {
            "at": now, "actor_id": grant.actor_id, "patient_id": grant.patient_id, "capacity": grant.capacity,
            "purpose": purpose_of(grant), "act": act, "kind": "", "object_id": "", "outcome": "done",
            "request_id": grant.request_id,
        }
        for grant in grants
    ]  # fmt: skip
    if rows:
        session.execute(sa.insert(AuditEvent).values(rows))


def record_account(
    session: Session,
    account_id: str | None,
    act: str,
    outcome: str = "done",
    request_id: str = "",
    by_id: str | None = None,
) -> None:
    """Add a row about an account and no person: signing in, signing out, changing a passphrase.

    ``by_id``: the account that did it, when that is another than the one it is about.
    """
    session.add(
        AuditEvent(
            at=clock.now(),
            actor_id=by_id or account_id,
            patient_id=None,
            capacity=Capacity.SYSTEM if by_id else Capacity.SELF,
            purpose=purposes.Purpose.ADMINISTRATION,
            act=act,
            kind="account",
            object_id=account_id or "",
            outcome=outcome,
            request_id=request_id,
        )
    )
