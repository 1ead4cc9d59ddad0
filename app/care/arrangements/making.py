"""Arranging something: a visit with its time, length, place and people; a referral; a test; a time to come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.arrangements import due, serving, steps
from app.care.arrangements.sorts import FIRST, HOWS, REFERRAL, RETURN, SORTS, TEST, VISIT
from app.care.limits import too_long
from app.care.people.patients import team_of
from app.care.people.team import is_clinical
from app.care.plan.kinds.fields import clean
from app.care.reminders.refresh import refresh
from app.errors import Conflict, Invalid, NotFound
from app.i18n import format_moment
from app.i18n import lazy_gettext as _l
from app.models import Account, Arrangement, Patient

LENGTHS = (5, 480)
"""Minutes: the shortest and the longest visit."""
FURTHEST = timedelta(days=730)
SHORT = ("what", "with_whom", "place", "condition")
USES: dict[str, tuple[str, ...]] = {
    VISIT: ("what", "with_whom", "how", "place", "minutes", "bring", "happens_at", "item_key"),
    REFERRAL: ("what", "with_whom", "due_on", "item_key"),
    TEST: ("what", "with_whom", "due_on", "item_key"),
    RETURN: ("what", "condition", "due_on", "item_key"),
}
"""Which facts each sort has; others are not kept."""


def make(
    session: Session, grant: Grant, sort: str, facts: Mapping[str, Any], *, owner_id: str = "", client_key: str
) -> Arrangement:
    """Keep it, with its first step and an owner of the team (the one who acts unless named).

    ``facts``: texts, ``minutes`` (int), ``due_on`` (date), ``happens_at`` (UTC), ``item_key`` of a line in force or
    nothing. ``NotFound`` for another sort and for a line or an owner that they never had, ``Invalid`` naming
    fields, ``Conflict`` when the client key was used for something else.
    """
    grant.must(Permission.REVIEW)
    if sort not in SORTS:
        raise NotFound()
    if not (0 < len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid()
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)  # sent twice, it is kept once
    kept = {name: _clean(facts.get(name)) for name in USES[sort]}
    kept["item_key"] = kept["item_key"] or None
    named.lines(session, grant, [kept["item_key"]])
    named.people(session, grant, [owner_id])
    stored = records.of(session, grant, Arrangement).where(Arrangement.client_key == client_key)
    if (before := session.scalars(stored).first()) is not None:
        if before.sort != sort or any(getattr(before, name) != value for name, value in kept.items()):
            raise Conflict(_l("You sent this page before. To keep this as well, press the button once more."))
        return before
    wrong = _problems(sort, kept, clock.today(patient.time_zone))
    if kept["item_key"] and kept["item_key"] not in dict(serving.choices(session, grant)):
        wrong["item_key"] = _l("That line is not in the plan now. Pick another one, or none.")
    if wrong:
        raise Invalid(fields=wrong)
    owner = able(session, grant, owner_id or grant.actor_id)
    row = Arrangement(
        patient_id=grant.patient_id, sort=sort, state=FIRST[sort], owner_id=owner.id, client_key=client_key,
        created_by_id=grant.actor_id, created_at=clock.now(), **kept,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, f"arrange {sort}", "arrangement", row.id)
    steps.write(session, grant, row, "state", row.state)
    due.watch(session, grant, row)
    refresh(session, grant.patient_id)
    return row


def able(session: Session, grant: Grant, account_id: str) -> Account:
    """Somebody clinical of this person's team. Raises ``Invalid`` at "owner_id", ``NotFound`` for a stranger."""
    named.people(session, grant, [account_id])
    found = next((a for a in team_of(session, grant.patient_id) if a.id == account_id and is_clinical(a)), None)
    if found is None:
        raise Invalid(fields={"owner_id": _l("Choose a nurse or a doctor of the team.")})
    return found


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _problems(sort: str, kept: dict[str, Any], today: Any) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not kept["what"]:
        wrong["what"] = _l("Write for what it is, in words that they know.")
    for name in SHORT:
        if kept.get(name) and (problem := too_long(kept[name], 400)):
            wrong[name] = problem
    if sort == VISIT:
        wrong |= _of_visit(kept)
    if sort == REFERRAL and not kept["with_whom"]:
        wrong["with_whom"] = _l("Write to whom it goes.")
    if sort in (REFERRAL, TEST) and kept["due_on"] is None:
        wrong["due_on"] = _l("Pick the day by which it should be back.")
    if sort == RETURN and kept["due_on"] is None and not kept["condition"]:
        wrong["due_on"] = _l("Pick a day, or write below what should happen first.")
    if kept.get("due_on") and not today <= kept["due_on"] <= today + FURTHEST:
        wrong["due_on"] = _l("Pick a day to come, at most two years away.")
    return wrong


def _of_visit(kept: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not kept["with_whom"]:
        wrong["with_whom"] = _l("Write who will be there.")
    if kept["how"] not in HOWS:
        wrong["how"] = _l("Choose how you meet.")
    elif kept["how"] == "place" and not kept["place"]:
        wrong["place"] = _l("Write where it is.")
    if kept["minutes"] is None or not LENGTHS[0] <= kept["minutes"] <= LENGTHS[1]:
        wrong["minutes"] = _l("Type how many minutes, from 5 to 480.")
    if problem := too_long(kept["bring"] or ""):
        wrong["bring"] = problem
    if problem := time_problem(kept["happens_at"]):
        wrong["happens_at"] = problem
    return wrong


def when(row: Arrangement) -> str:
    """Its booked time in words, or nothing."""
    return format_moment(row.happens_at) if row.happens_at else ""


def time_problem(at: datetime | None) -> Any:
    """What is wrong with a booked time, or None: it must be there, to come, and within two years."""
    if at is None or not clock.now() < at <= clock.now() + FURTHEST:
        return _l("Pick a day and a time to come.")
    return None
