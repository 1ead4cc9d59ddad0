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
    "urgent_care": _l("Sent to urgent care or an emergency room"),
    "handed_on": _l("Handed on to a colleague"),
    "known": _l("Known, and a plan for it is in place"),
    "mistake": _l("A mistake in what was written down"),
    "looked": _l("Looked, nothing to change"),
}
LED_TO_NOTHING = frozenset({"known", "mistake", "looked"})
"""Outcomes by hand after which nothing happened for the person; many of them mean that a rule cries wolf."""
LONGEST_TOLD = 600
TOLD_HOW = {"app": _l("Show these words on their phone"), "phone": _l("Told them by phone or in person")}


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


def close(
    session: Session, grant: Grant, concern_id: str, outcome: str, done: str, *, told_how: str = "", told: str = ""
) -> Concern:
    """Close a line by hand, with what was done and what the person hears of it (``told``, for them alone to read).

    Raises ``Invalid`` without an outcome or words, or when the person has to be told and was not; ``Conflict`` when
    a colleague closed it first. The same words sent twice are harmless.
    """
    grant.must(Permission.CLOSE_CONCERN)
    done, told = done.strip(), told.strip()
    told_how = told_how or ("app" if told else "")
    concern = records.one(session, grant, Concern, concern_id, lock=True)
    wrong: dict[str, Any] = {}
    if outcome not in OUTCOMES:
        wrong["outcome"] = _l("Choose what you did.")
    if not done:
        wrong["done"] = _l("Write in a few words what was done.")
    elif problem := too_long(done):
        wrong["done"] = problem
    wrong |= _wrong_in_telling(concern, told_how, told)
    if wrong:
        raise Invalid(fields=wrong)
    if concern.closed_at is not None:
        kept = told if told_how == "app" else ""
        if (concern.outcome, concern.done, concern.told_how, concern.told) == (outcome, done, told_how, kept):
            return concern
        mine = "\n".join(each for each in (done, told) if each)
        raise Conflict(_l("Somebody closed this before you."), mine=mine, theirs=concern.done or concern.outcome)
    concern.told_how, concern.told = told_how, told if told_how == "app" else ""
    _end(session, grant, concern, outcome, done)
    return concern


def _wrong_in_telling(concern: Concern, told_how: str, told: str) -> dict[str, Any]:
    from app.care.concerns import telling

    if told_how not in ("", *TOLD_HOW):
        return {"told_how": _l("Choose how they hear of it.")}
    if not told_how and telling.is_due(concern):
        return {"told_how": _l("They sent us this themselves. Choose how they hear of it.")}
    if told_how == "app" and not told:
        return {"told": _l("Write a few words for them.")}
    if told and (problem := too_long(told, LONGEST_TOLD)):
        return {"told": problem}
    return {}


def take(session: Session, grant: Grant, concern_id: str) -> Concern:
    """Make the acting member of the team the one who looks after this line (also over from a colleague)."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = open_line(session, grant, concern_id)
    if concern.owner_id != grant.actor_id or concern.taken_at is None:
        concern.owner_id, concern.taken_at = grant.actor_id, clock.now()
        audit.record(session, grant, "take concern", concern.rule, concern.id)
    return concern


def put_back(session: Session, grant: Grant, concern_id: str) -> Concern:
    """Let go of a line, so that it is everybody's again."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = open_line(session, grant, concern_id)
    if concern.owner_id is not None:
        concern.owner_id, concern.taken_at = None, None
        concern.handed_on_at, concern.handed_on_times = clock.now(), 0  # its time begins anew, for everybody
        concern.snoozed_until = concern.snoozed_by_id = None
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


def open_line(session: Session, grant: Grant, concern_id: str) -> Concern:
    """The open line with this id, held. Raises ``NotFound``, ``Conflict`` when it was closed."""
    concern = records.one(session, grant, Concern, concern_id, lock=True)
    if concern.closed_at is not None:
        raise Conflict(_l("Somebody closed this before you."), theirs=concern.done or concern.outcome)
    return concern


def _end(session: Session, grant: Grant, concern: Concern, outcome: str, done: str) -> None:
    concern.closed_at, concern.snoozed_until = clock.now(), None
    concern.closed_by_id = grant.actor.id if grant.actor else None
    concern.outcome, concern.done = outcome, done
    audit.record(session, grant, "close concern", concern.rule, concern.id)
