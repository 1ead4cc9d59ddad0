"""A new way into an account is in the log of everybody whose pages the account opens, not only where it was given."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, relationships
from app.access.grants import Capacity, Grant
from app.models import Account


def noted(session: Session, grant: Grant, account: Account, act: str, kind: str, id_: str) -> None:
    """One row for the person of ``grant``, and one for each other: whoever gave it may be on no team of theirs."""
    audit.record(session, grant, act, kind, id_)
    for one in relationships.all_for(session, account):
        if one.patient.id != grant.patient_id:
            there = Grant(grant.actor, one.patient.id, Capacity.SYSTEM, request_id=grant.request_id)
            audit.record(session, there, act, kind, id_)
