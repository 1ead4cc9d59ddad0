"""A clinician checks a line for the person: name and day come from the session, never from what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.care.people.names import called
from app.care.plan import draft_rows, versions
from app.care.plan.kinds import Kind
from app.care.plan.kinds.signed import TICK, keep, sign
from app.errors import NotFound
from app.models import Patient


def seal(
    session: Session, grant: Grant, rule: Kind, raw: Mapping[str, Any], parsed: dict[str, Any], key: str | None
) -> dict[str, Any]:
    """``parsed`` with the signature it may have: the actor's if they ticked, else the one that stood and still fits.

    Kinds without a signature are given back as they are.
    """
    if not rule.is_signed:
        return parsed
    if raw.get(TICK) in (True, "yes") and grant.is_team and grant.actor is not None:
        today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
        audit.record(session, grant, "check for the person", "plan_item", key or "")
        return sign(parsed, rule.substance, grant.actor_id, called(grant.actor), today)
    return keep(parsed, rule.substance, _stood(session, grant, key))


def _stood(session: Session, grant: Grant, key: str | None) -> Mapping[str, Any]:
    """The content that the author saw: their own draft of it, else the newest version's."""
    if key is None:
        return {}
    if (row := draft_rows.mine(session, grant, key)) is not None:
        return row.content
    try:
        return versions.current_item(session, grant, key).content
    except NotFound:
        return {}
