"""Ideas of the team, each with its source and a day after which it is stale. Talked about first, agreed later.

A proposal is no part of the plan and is never shown as agreed; it becomes a line of a draft after the talk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import draft_rows, kinds, private, signing, versions
from app.care.plan.draft_checks import check_facts
from app.care.plan.kinds.fields import clean
from app.db import is_id, new_id
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import ItemChange, Patient


def propose(
    session: Session, grant: Grant, *, kind: str, content: Mapping[str, Any], source: str, expires_on: date | None,
    owner: str = "", starts_on: date | None = None, ends_on: date | None = None, reason: str = "", new_key: str = "",
) -> ItemChange:  # fmt: skip
    """Keep an idea for the next talk. ``Invalid`` without a source, or without a day that is still to come.

    Sent twice with the same ``new_key``, it is stored once.
    """
    grant.must(Permission.EDIT_PLAN)
    rule = kinds.known(kind)
    private.must(grant, rule)
    parsed, source = rule.parse(content), clean(source)
    check_facts(session, grant, rule, parsed, owner, starts_on, ends_on, reason)
    parsed = signing.seal(session, grant, rule, {}, parsed, None)
    problems = _problems(session, grant, source, expires_on)
    if problems:
        raise Invalid(fields=problems)
    plan = versions.plan_of(session, grant)
    if (before := draft_rows.sent_before(session, grant, new_key, kind, parsed)) is not None:
        return before
    key = new_key if is_id(new_key) else new_id()
    row = draft_rows.begin(grant, plan, "add", key, kind, state="proposal")
    row.content, row.owner, row.starts_on, row.ends_on = parsed, owner, starts_on, ends_on
    row.reason, row.source, row.expires_on = clean(reason), source, expires_on
    row.position = versions.next_position(session, grant)
    session.add(row)
    audit.record(session, grant, "propose", "item_change", row.key)
    session.flush()
    return row


def is_stale(row: ItemChange, today: date) -> bool:
    """Whether the proposal's day has passed: then it is looked at anew before anybody brings it up."""
    return row.expires_on is not None and row.expires_on < today


def talked_about(session: Session, grant: Grant, change_id: str) -> ItemChange:
    """After the talk: the proposal becomes a line of the actor's own draft, to be worded with the person.

    ``Conflict`` when it is stale or somebody took it up or dropped it already.
    """
    row = _open(session, grant, change_id)
    if is_stale(row, _today(session, grant)):
        raise Conflict(_l("This proposal is out of date. Check its source, then write it anew."))
    row.state, row.drafter_id, row.updated_at = "draft", grant.actor_id, clock.now()
    audit.record(session, grant, "take up proposal", "item_change", row.key)
    session.flush()
    return row


def drop(session: Session, grant: Grant, change_id: str, why: str) -> ItemChange:
    """Drop a proposal, saying why it is not for this person. ``Invalid`` without words."""
    why = clean(why)
    if not why:
        raise Invalid(fields={"why": _l("Say why it is not for this person.")})
    if words := too_long(why):
        raise Invalid(fields={"why": words})
    row = _open(session, grant, change_id)
    row.state, row.answer_words, row.answered_by_id = "declined", why, grant.actor_id
    row.updated_at = clock.now()
    audit.record(session, grant, "drop proposal", "item_change", row.key)
    session.flush()
    return row


def _open(session: Session, grant: Grant, change_id: str) -> ItemChange:
    grant.must(Permission.EDIT_PLAN)
    versions.plan_of(session, grant)
    row = records.one(session, grant, ItemChange, change_id, lock=True)
    if row.state != "proposal":
        raise Conflict(_l("Somebody took this proposal up or dropped it already."))
    return row


def _problems(session: Session, grant: Grant, source: str, expires_on: date | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not source:
        found["source"] = _l("Say where this comes from: a guideline, a test result, a colleague.")
    elif words := too_long(source):
        found["source"] = words
    if expires_on is None or expires_on <= _today(session, grant):
        found["expires_on"] = _l("Pick a day until which this proposal is worth talking about.")
    return found


def _today(session: Session, grant: Grant) -> date:
    return clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
