"""Take a line of the worklist, and close it with what was done."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.db import lock
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Concern

OUTCOMES = {
    "talked": _l("We talked"),
    "booked": _l("Booked a call or a visit"),
    "plan": _l("Changed the plan together"),
    "handed_on": _l("Handed on to a colleague"),
    "looked": _l("Looked, nothing to change"),
}


def close_concern_for(
    session: Session, grant: Grant, rule: str, subject: str = "", outcome: str = "dealt_with"
) -> Concern | None:
    """Close the open line of this rule and subject, if there is one, because its cause is gone."""
    query = records.of(session, grant, Concern).where(
        Concern.rule == rule, Concern.subject == subject, Concern.closed_at.is_(None)
    )
    concern = session.scalars(lock(query)).first()
    if concern is not None:
        _end(session, grant, concern, outcome, "")
    return concern


def close(session: Session, grant: Grant, concern_id: str, outcome: str, done: str) -> Concern:
    """Close a line by hand, with what was done.

    Raises ``Invalid`` without an outcome or words, ``Conflict`` when a colleague closed it first; the same
    words sent twice are harmless.
    """
    grant.must(Permission.CLOSE_CONCERN)
    done = done.strip()
    wrong: dict[str, Any] = {}
    if outcome not in OUTCOMES:
        wrong["outcome"] = _l("Choose what you did.")
    if not done:
        wrong["done"] = _l("Write in a few words what was done.")
    elif problem := too_long(done):
        wrong["done"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    concern = records.one(session, grant, Concern, concern_id, lock=True)
    if concern.closed_at is not None:
        if (concern.outcome, concern.done) == (outcome, done):
            return concern
        raise Conflict(_l("Somebody closed this before you."), mine=done, theirs=concern.done or concern.outcome)
    _end(session, grant, concern, outcome, done)
    return concern


def take(session: Session, grant: Grant, concern_id: str) -> Concern:
    """Make the acting member of the team the one who looks after this line (also over from a colleague)."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = _open(session, grant, concern_id)
    if concern.owner_id != grant.actor_id or concern.taken_at is None:
        concern.owner_id, concern.taken_at = grant.actor_id, clock.now()
        audit.record(session, grant, "take concern", concern.rule, concern.id)
    return concern


def put_back(session: Session, grant: Grant, concern_id: str) -> Concern:
    """Let go of a line, so that it is everybody's again."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = _open(session, grant, concern_id)
    if concern.owner_id is not None:
        concern.owner_id, concern.taken_at = None, None
        audit.record(session, grant, "put back concern", concern.rule, concern.id)
    return concern


def note_taken_back(session: Session, grant: Grant, rule: str, subject: str) -> None:
    """Say on the open line of this rule and subject that its cause was taken back. It stays open, somebody asks."""
    query = records.of(session, grant, Concern).where(
        Concern.rule == rule, Concern.subject == subject, Concern.closed_at.is_(None)
    )
    concern = session.scalars(lock(query)).first()
    if concern is not None:
        concern.why = {**concern.why, "taken_back": True}
        audit.record(session, grant, "note taken back", rule, concern.id)


def _open(session: Session, grant: Grant, concern_id: str) -> Concern:
    concern = records.one(session, grant, Concern, concern_id, lock=True)
    if concern.closed_at is not None:
        raise Conflict(_l("Somebody closed this before you."), theirs=concern.done or concern.outcome)
    return concern


def _end(session: Session, grant: Grant, concern: Concern, outcome: str, done: str) -> None:
    concern.closed_at = clock.now()
    concern.closed_by_id = grant.actor.id if grant.actor else None
    concern.outcome, concern.done = outcome, done
    audit.record(session, grant, "close concern", concern.rule, concern.id)
