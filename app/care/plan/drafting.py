"""Drafting the next version item by item. Each author has a draft of their own; two pages at once lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import draft_rows, fitting, kinds, private, reasons, signing, versions
from app.care.plan.draft_checks import check_facts
from app.care.plan.draft_view import DraftItem, DraftView, draft
from app.care.plan.kinds.fields import clean
from app.care.plan.suggestions import accept, decline, reopen, suggest, withdraw
from app.db import is_id, new_id
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import ItemChange, Patient

__all__ = [
    "DraftItem", "DraftView", "accept", "decline", "discard", "draft", "remove", "save", "set_review_date",
    "suggest", "withdraw",
]  # fmt: skip

MONTHS = 12
"""A plan is looked at again after at most this long."""


def save(
    session: Session,
    grant: Grant,
    *,
    kind: str,
    content: Mapping[str, Any],
    owner: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    key: str | None = None,
    new_key: str = "",
    revision: int | None = None,
    base_number: int | None = None,
    reason: str = "",
    reason_code: str = "",
    wording_only: bool = False,
    at_once: bool = False,
) -> ItemChange:
    """Save one item of the actor's own draft: a new one without ``key``, else a change to that one.

    ``new_key`` is the identity that the form of a new item was made with: sent twice, it is stored once.
    ``revision`` is the one that the author saw (None: there was no draft of this item), ``base_number`` the
    version. Raises ``Conflict`` with both texts when either moved on, ``Invalid`` naming fields, ``NotFound``.
    """
    grant.must(Permission.EDIT_PLAN)
    rule = kinds.known(kind)
    private.must(grant, rule)
    parsed = rule.parse(content)
    check_facts(session, grant, rule, parsed, owner, starts_on, ends_on, reason)
    plan = versions.plan_of(session, grant)
    parsed = signing.seal(session, grant, rule, content, parsed, key)
    fitting.check(session, grant, kind, key or new_key, parsed)
    facts = {
        "content": parsed, "owner": owner, "starts_on": starts_on, "ends_on": ends_on,
        "reason": clean(reason), "wording_only": wording_only, "reason_code": reasons.known(reason_code),
        "at_once": at_once,
    }  # fmt: skip
    if key is None:
        if (before := draft_rows.sent_before(session, grant, new_key, kind, parsed)) is not None:
            return before
        row = draft_rows.begin(grant, plan, "add", new_key if is_id(new_key) else new_id(), kind)
        row.position = versions.next_position(session, grant)
        session.add(row)
    else:
        before = draft_rows.mine(session, grant, key)
        if before is not None and before.base_number == plan.current_number and _says(before, facts):
            return before
        row = draft_rows.row_for(session, grant, plan, key, revision, base_number, rule.as_text(parsed))
        if row.kind != kind:
            raise Invalid(fields={"kind": _l("A line keeps its kind. Take it out and add another.")})
        row = draft_rows.keep_authors(session, grant, plan, row, parsed)
        row.action = "change" if row.action == "remove" else row.action
        row.revision += 1
    for name, value in facts.items():
        setattr(row, name, value)
    row.saved_by_id = grant.actor_id
    row.updated_at = clock.now()
    audit.record(session, grant, "save draft", "plan_item", row.key)
    session.flush()
    return row


def remove(
    session: Session, grant: Grant, key: str, *, reason: str = "", revision: int | None = None
) -> ItemChange | None:
    """Take an item out of the next version. One that was never offered only leaves the draft (None)."""
    grant.must(Permission.EDIT_PLAN)
    plan = versions.plan_of(session, grant)
    row = draft_rows.mine(session, grant, key)
    if row is not None and row.action == "add":
        discard(session, grant, key)
        return None
    row = draft_rows.row_for(session, grant, plan, key, revision, None, "")
    row.action, row.reason, row.updated_at = "remove", clean(reason), clock.now()
    row.revision += 1
    audit.record(session, grant, "remove in draft", "plan_item", key)
    session.flush()
    return row


def discard(session: Session, grant: Grant, key: str) -> None:
    """Forget the draft of one item. A suggestion it came from waits again; nothing of the person's is lost."""
    grant.must(Permission.EDIT_PLAN)
    versions.plan_of(session, grant)
    row = draft_rows.mine(session, grant, key)
    if row is None:
        raise NotFound()
    waiting_again = [row] if row.answered_by_id else draft_rows.taken_up(session, grant, key)
    row.state = "withdrawn"
    for suggestion in waiting_again:
        reopen(session, grant, suggestion)
    audit.record(session, grant, "discard draft", "plan_item", key)
    session.flush()


def set_review_date(session: Session, grant: Grant, day: date) -> None:
    """The day for the next review, in the future and at most 12 months away. Raises ``Invalid``."""
    grant.must(Permission.EDIT_PLAN)
    if words := review_date_problem(session, grant, day):
        raise Invalid(words, fields={"review_on": words})
    versions.plan_of(session, grant).draft_review_on = day
    audit.record(session, grant, "set review date", "care_plan")
    session.flush()


def latest_review(today: date) -> date:
    """The last day on which a plan made today may be looked at again: 12 months away by the calendar."""
    return today + relativedelta(months=MONTHS)


def review_date_problem(session: Session, grant: Grant, day: date | None) -> Any:
    """Words when this cannot be the day of the next review; None when it can."""
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if day is None:
        return _l("Pick a day for the next review.")
    if day <= today:
        return _l("Pick a day for the next review that is still to come.")
    if day > latest_review(today):
        return _l("Pick a day for the next review within 12 months.")
    return None


def _says(row: ItemChange, facts: Mapping[str, Any]) -> bool:
    """Whether the draft says just this already: the same page sent twice."""
    return row.action != "remove" and all(getattr(row, name) == value for name, value in facts.items())
