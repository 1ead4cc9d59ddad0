"""Moving an arrangement on, handing it over, and closing a loop: never without telling the person (M2, P14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.arrangements import due, making, steps
from app.care.arrangements.sorts import LOOPS, NEXT, RETURN, STATES, TOLD, ends
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.care.reminders.refresh import refresh
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Arrangement, Patient


def step(
    session: Session, grant: Grant, arrangement_id: str, state: str, at: datetime | None = None, words: str = "",
    *, seen: str | None = None,
) -> Arrangement:  # fmt: skip
    """Move it to ``state``; "booked" needs a time to come (UTC). The same step sent twice is one.

    ``seen``: ``mark`` of what the page showed. Raises ``Invalid`` for a step that does not follow, ``Conflict`` when
    it is over already or a colleague has moved it meanwhile.
    """
    grant.must(Permission.REVIEW)
    row = _open(session, grant, arrangement_id)
    words = clean(words)
    if row.state == state and (state != "booked" or row.happens_at == at):
        return row
    if seen is not None and seen != mark(row):
        theirs = ", ".join(each for each in (str(STATES[row.state]), making.when(row)) if each)
        raise Conflict(_l("Somebody moved this while you were here. Look at it again."), mine=words, theirs=theirs)
    if state not in NEXT[row.sort].get(row.state, ()):
        raise Invalid(fields={"state": _l("Choose one of the steps shown.")})
    if problem := too_long(words, 400):
        raise Invalid(fields={"words": problem})
    if state == "booked":
        if problem := making.time_problem(at):
            raise Invalid(fields={"happens_at": problem})
        row.happens_at = at
    row.state = state
    if ends(row.sort, state):
        row.closed_at = clock.now()
    steps.write(session, grant, row, "state", state, words)
    audit.record(session, grant, f"arrangement {state}", "arrangement", row.id)
    due.watch(session, grant, row)
    refresh(session, grant.patient_id)
    return row


def mark(row: Arrangement) -> str:
    """Where it stands, for a page to send back: a later step is not undone by who did not see it."""
    return f"{row.state}|{row.happens_at.isoformat() if row.happens_at else ''}"


def tell_and_close(session: Session, grant: Grant, arrangement_id: str, how: str, words: str) -> Arrangement:
    """Close a referral or a test: what came of it and how the person was told, "here" or "phone".

    The words are the person's to read in both cases. Raises ``Invalid`` without them, without how, and for "here"
    when the person has never signed in; ``Conflict`` with both texts when a colleague closed it first.
    """
    grant.must(Permission.REVIEW)
    words = clean(words)
    row = records.one(session, grant, Arrangement, arrangement_id, lock=True)
    if row.closed_at is not None:
        if (row.told_how, row.result) == (how, words):
            return row
        raise Conflict(
            _l("Somebody closed this before you."), mine=words, theirs=row.result or str(STATES[row.state])
        )
    wrong: dict[str, object] = {}
    if row.sort not in LOOPS:
        raise Invalid(fields={"state": _l("Choose one of the steps shown.")})
    if how not in TOLD:
        wrong["how"] = _l("Say how they were told. Without that it stays open.")
    elif how == "here" and records.one(session, grant, Patient, grant.patient_id).account_id is None:
        wrong["how"] = _l("They have not signed in yet, so they would not read it here. Tell them by phone.")
    if not words:
        wrong["result"] = _l("Write what came of it and what it means, in plain words. They read this.")
    elif problem := too_long(words):
        wrong["result"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    row.result, row.told_how, row.told_at, row.told_by_id = words, how, clock.now(), grant.actor_id
    row.state, row.closed_at = "closed", row.told_at
    steps.write(session, grant, row, "state", "closed")
    audit.record(session, grant, f"tell result ({how})", "arrangement", row.id)
    due.watch(session, grant, row)
    refresh(session, grant.patient_id)
    return row


def it_happened(session: Session, grant: Grant, arrangement_id: str) -> Arrangement:
    """The person (or a helper) says that what they should come back for is there. Somebody rings them. Twice is once.

    Raises ``NotFound`` for anything without a condition, ``Conflict`` when it is over.
    """
    grant.must(Permission.ASK)
    row = records.one(session, grant, Arrangement, arrangement_id, lock=True)
    if row.sort != RETURN or not row.condition:
        raise NotFound()
    if row.closed_at is not None:
        raise Conflict(_l("This is over already. If it is there again, ask someone to ring you."))
    if row.state in ("open", "booked"):  # a time that is booked stays: somebody looks whether it is soon enough
        row.state = "happened"
        steps.write(session, grant, row, "state", "happened")
        audit.record(session, grant, "arrangement happened", "arrangement", row.id)
        due.watch(session, grant, row)
        refresh(session, grant.patient_id)
    return row


def hand_over(session: Session, grant: Grant, arrangement_id: str, owner_id: str) -> Arrangement:
    """Somebody else of the team sees to it from now on. Raises ``Invalid`` for anybody not clinical on the team."""
    grant.must(Permission.REVIEW)
    row = _open(session, grant, arrangement_id)
    owner = making.able(session, grant, owner_id)
    if row.owner_id != owner.id:
        row.owner_id = owner.id
        audit.record(session, grant, "hand over arrangement", "arrangement", row.id)
        due.watch(session, grant, row)
    return row


def _open(session: Session, grant: Grant, arrangement_id: str) -> Arrangement:
    row = records.one(session, grant, Arrangement, arrangement_id, lock=True)
    if row.closed_at is not None:
        raise Conflict(_l("This is over already."), theirs=row.result or str(STATES[row.state]))
    return row
