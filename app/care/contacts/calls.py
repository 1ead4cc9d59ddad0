"""Calls to a person: reached, not reached, call later. Attempts count, and the person sees that we tried (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.care.plan.versions import later_than
from app.care.worse import ring_me
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, CallAttempt, Patient

RULE, SUBJECT = "call_again", "call"
OUTCOMES = {
    "reached": _l("Reached"),
    "not_reached": _l("Not reached"),
    "later": _l("Call later"),
}
REASONS = {
    "reached": {
        "all_well": _l("All is well"),
        "talked": _l("We talked it through"),
        "changed": _l("We changed something together"),
        "needs_more": _l("It needs a visit or a doctor"),
    },
    "not_reached": {
        "no_answer": _l("Nobody answered"),
        "busy": _l("The line was busy"),
        "message": _l("A message was left"),
        "somebody_else": _l("Somebody else answered"),
        "wrong_number": _l("The number is wrong"),
    },
    "later": {
        "asked": _l("They asked for another time"),
        "broken_off": _l("The talk was broken off"),
        "interpreter": _l("An interpreter is needed"),
        "no_time": _l("We had no time"),
    },
}
"""Coded reasons, by outcome."""
FURTHEST = timedelta(days=60)
SHOWN = timedelta(days=14)
"""For how long the person sees that we tried."""
MOST = 20


@dataclass(frozen=True)
class Call:
    """One attempt and who made it."""

    row: CallAttempt
    by: Account


def note(
    session: Session,
    grant: Grant,
    outcome: str,
    reason: str,
    words: str = "",
    again_at: datetime | None = None,
    *,
    client_key: str,
) -> CallAttempt:
    """Write an attempt down. ``again_at`` (UTC, to come, within 60 days) is a must for "later".

    Reached, it closes what asked for a call; else, with a time, the worklist holds one line that is due then.
    A repeat of ``client_key`` gives back what was stored; ``Conflict`` when it now says something else.
    Raises ``Invalid`` naming "outcome", "reason", "again" or "note".
    """
    grant.must(Permission.REVIEW)
    words, now = clean(words), clock.now()
    if not (0 < len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid()
    if outcome == "reached":
        again_at = None
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # so that a press sent twice is one attempt
    stored = records.of(session, grant, CallAttempt).where(CallAttempt.client_key == client_key)
    if (before := session.scalars(stored).first()) is not None:
        if (before.outcome, before.reason, before.note, before.again_at) != (outcome, reason, words, again_at):
            raise Conflict(_l("You sent this page before. To keep this as well, press the button once more."))
        return before
    if wrong := _problems(outcome, reason, words, again_at, now):
        raise Invalid(fields=wrong)
    row = CallAttempt(
        patient_id=grant.patient_id, outcome=outcome, reason=reason, note=words, again_at=again_at,
        client_key=client_key, by_id=grant.actor_id, at=_after_the_last(session, grant),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, f"call ({outcome})", "call_attempt", row.id)
    _to_worklist(session, grant, row)
    return row


def _after_the_last(session: Session, grant: Grant) -> datetime:
    found = recent(session, grant)
    return later_than(found[0].row.at if found else None)


def _problems(outcome: str, reason: str, words: str, again_at: datetime | None, now: datetime) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if outcome not in OUTCOMES:
        return {"outcome": _l("Choose what came of the call.")}
    if reason not in REASONS[outcome]:
        wrong["reason"] = _l("Choose a reason that fits.")
    if outcome == "later" and again_at is None:
        wrong["again"] = _l("Pick the day and the time of the next call.")
    elif again_at is not None and not now < again_at <= now + FURTHEST:
        wrong["again"] = _l("Pick a time to come, at most 60 days from now.")
    if problem := too_long(words):
        wrong["note"] = problem
    return wrong


def _to_worklist(session: Session, grant: Grant, row: CallAttempt) -> None:
    if row.outcome == "reached":
        concerns.close_concern_for(session, grant, RULE, SUBJECT, outcome="talked")
        concerns.close_concern_for(session, grant, ring_me.RULE, ring_me.SUBJECT, outcome="talked")
    elif row.again_at is not None:
        concerns.close_concern_for(session, grant, RULE, SUBJECT, outcome="called")
        tried = sum(1 for call in since_reached(recent(session, grant)) if call.row.outcome == "not_reached")
        concerns.raise_concern(
            session, grant, rule=RULE, subject=SUBJECT, due_at=row.again_at, owner_id=row.by_id,
            why={"tried": tried, "at": row.again_at.isoformat(), "words": row.note[:200]},
        )  # fmt: skip


def recent(session: Session, grant: Grant) -> list[Call]:
    """The newest attempts, the newest first, at most 20. One statement."""
    grant.must(Permission.SEE_PLAN)
    query = (
        records.of(session, grant, CallAttempt).add_columns(Account).join(Account, Account.id == CallAttempt.by_id)
    )
    return [Call(*row) for row in session.execute(query.order_by(CallAttempt.at.desc(), CallAttempt.id).limit(MOST))]


def since_reached(found: list[Call]) -> list[Call]:
    """The attempts after the last time that the person was reached, the newest first."""
    reached = next((n for n, call in enumerate(found) if call.row.outcome == "reached"), len(found))
    return found[:reached]


@dataclass(frozen=True)
class Tried:
    """For the person: when we tried last (None when we only agreed on another time), how often, when we ring next."""

    last: datetime | None
    times: int
    next: datetime | None


def for_the_person(session: Session, grant: Grant) -> Tried | None:
    """What the person sees of calls that did not reach them in the last 14 days. One statement.

    The person alone: somebody may have asked to talk without their helper.
    """
    if grant.capacity is not Capacity.SELF:
        return None
    now = clock.now()
    found = [call.row for call in since_reached(recent(session, grant)) if call.row.at > now - SHOWN]
    if not found:
        return None
    tried = [row.at for row in found if row.outcome == "not_reached"]
    coming = found[0].again_at if found[0].again_at and found[0].again_at > now else None
    if not tried and coming is None:
        return None
    return Tried(tried[0] if tried else None, len(tried), coming)
