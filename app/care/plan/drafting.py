"""Drafting the next version item by item: a save is one row, and two people at once lose nothing."""

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
from app.care.limits import too_long
from app.care.plan import kinds, own_words, reasons, versions
from app.care.plan.draft_view import DraftItem, DraftView, draft
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.care.plan.suggestions import accept, decline, reopen, suggest, withdraw
from app.db import is_id, new_id
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import CarePlan, CareTeamMember, ItemChange, Patient, PlanItem, ProxyGrant

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
    """Save one item of the draft: a new one without ``key``, else a change to that one.

    ``new_key`` is the identity that the form of a new item was made with: sent twice, it is stored once.
    ``revision`` is the one that the author saw (None: there was no draft of this item), ``base_number`` the
    version. Raises ``Conflict`` with both texts when either moved on, ``Invalid`` naming fields, ``NotFound``.
    """
    grant.must(Permission.EDIT_PLAN)
    rule = kinds.known(kind)
    parsed = rule.parse(content)
    _check_facts(session, grant, rule, parsed, owner, starts_on, ends_on, reason)
    plan = versions.plan_of(session, grant)
    if key is None:
        if (before := _sent_before(session, grant, new_key, kind, parsed)) is not None:
            return before
        row = _new(grant, plan, "add", new_key if is_id(new_key) else new_id(), kind)
        row.position = versions.next_position(session, grant)
        session.add(row)
    else:
        row = _row_for(session, grant, plan, key, revision, base_number, rule.as_text(parsed))
        if row.kind != kind:
            raise Invalid(fields={"kind": _l("A line keeps its kind. Take it out and add another.")})
        row = _keep_authors(session, grant, plan, row, parsed)
        row.action = "change" if row.action == "remove" else row.action
        row.revision += 1
    row.content, row.owner, row.starts_on, row.ends_on = parsed, owner, starts_on, ends_on
    row.reason, row.wording_only = clean(reason), wording_only
    row.reason_code, row.at_once, row.saved_by_id = reasons.known(reason_code), at_once, grant.actor_id
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
    row = draft_row(session, grant, key)
    if row is not None and row.action == "add":
        discard(session, grant, key)
        return None
    row = _row_for(session, grant, plan, key, revision, None, "")
    row.action, row.reason, row.updated_at = "remove", clean(reason), clock.now()
    row.revision += 1
    audit.record(session, grant, "remove in draft", "plan_item", key)
    session.flush()
    return row


def discard(session: Session, grant: Grant, key: str) -> None:
    """Forget the draft of one item. A suggestion it came from waits again; nothing of the person's is lost."""
    grant.must(Permission.EDIT_PLAN)
    versions.plan_of(session, grant)
    row = draft_row(session, grant, key)
    if row is None:
        raise NotFound()
    taken_up = [row] if row.answered_by_id else list(session.scalars(_taken_up(session, grant, key)))
    row.state = "withdrawn"
    for suggestion in taken_up:
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


def draft_row(session: Session, grant: Grant, key: str) -> ItemChange | None:
    """The draft of one item, if there is one."""
    query = records.of(session, grant, ItemChange).where(ItemChange.key == key, ItemChange.state == "draft")
    return session.scalars(query).first()


def _taken_up(session: Session, grant: Grant, key: str) -> Any:
    """Suggestions whose text lives on, edited, in the draft of ``key``."""
    return records.of(session, grant, ItemChange).where(
        ItemChange.key == key, ItemChange.state == "applied", ItemChange.applied_number.is_(None)
    )


def _new(grant: Grant, plan: CarePlan, action: str, key: str, kind: str, revision: int = 1) -> ItemChange:
    now = clock.now()
    return ItemChange(
        plan_id=plan.id,
        patient_id=grant.patient_id,
        base_number=plan.current_number,
        action=action,
        state="draft",
        key=key,
        kind=kind,
        content={},
        revision=revision,
        author_id=grant.actor_id,
        capacity=grant.capacity,
        created_at=now,
        updated_at=now,
    )


def _sent_before(session: Session, grant: Grant, key: str, kind: str, parsed: dict[str, Any]) -> ItemChange | None:
    """What the same form stored before. ``Conflict`` with both texts when it now says something else."""
    row = session.scalars(records.of(session, grant, ItemChange).where(ItemChange.key == key)).first()
    if row is not None and (row.kind, row.content) != (kind, parsed):
        raise Conflict(mine=kinds.KINDS[kind].as_text(parsed), theirs=kinds.KINDS[row.kind].as_text(row.content))
    return row


def _row_for(
    session: Session,
    grant: Grant,
    plan: CarePlan,
    key: str,
    revision: int | None,
    base_number: int | None,
    mine: str,
) -> ItemChange:
    """The draft row of ``key``, ready to be written; ``Conflict`` when somebody else was first."""
    row = draft_row(session, grant, key)
    if row is not None:
        moved = row.revision != revision if revision else row.author_id != grant.actor_id
        if moved:
            raise Conflict(mine=mine, theirs=kinds.KINDS[row.kind].as_text(row.content))
        return row
    item = versions.current_item(session, grant, key)
    if revision or (base_number is not None and _moved_on(session, grant, item, base_number)):
        raise Conflict(mine=mine, theirs=versions.as_text(item))
    row = _new(grant, plan, "change", key, item.kind, revision=0)
    row.content, row.owner, row.position = dict(item.content), item.owner, item.position
    row.starts_on, row.ends_on = item.starts_on, item.ends_on
    session.add(row)
    return row


def _moved_on(session: Session, grant: Grant, item: PlanItem, base_number: int) -> bool:
    if base_number == item.number:
        return False
    query = records.of(session, grant, PlanItem).where(PlanItem.key == item.key, PlanItem.number == base_number)
    seen = session.scalars(query).first()
    return seen is None or seen.content != item.content or seen.substance != item.substance


def _keep_authors(
    session: Session, grant: Grant, plan: CarePlan, row: ItemChange, parsed: dict[str, Any]
) -> ItemChange:
    """Whose words these are stays known; a suggestion that the team edits keeps its own row as it was written."""
    if row.revision == 0:  # new: nobody drafted this line yet
        base = versions.current_item(session, grant, row.key)
        if own_words.protect(session, grant, row.kind, base.author_id, base.content, parsed):
            row.author_id = base.author_id if own_words.is_theirs(session, base.author_id) else row.author_id
        return row
    kept = own_words.protect(session, grant, row.kind, row.author_id, row.content, parsed)
    if row.answered_by_id is None or parsed == row.content:
        row.author_id = row.author_id if kept else grant.actor_id
        return row
    return _split(session, grant, plan, row, kept)


def _split(session: Session, grant: Grant, plan: CarePlan, row: ItemChange, kept: bool) -> ItemChange:
    """The suggestion stays verbatim as "taken up"; the team's edited text becomes the draft."""
    row.state = "applied"
    session.flush()
    fresh = _new(grant, plan, row.action, row.key, row.kind, row.revision)
    fresh.base_number, fresh.position = row.base_number, row.position
    if kept:
        fresh.author_id = row.author_id
    session.add(fresh)
    return fresh


def _check_facts(
    session: Session,
    grant: Grant,
    rule: kinds.Kind,
    content: Mapping[str, Any],
    owner: str,
    starts_on: date | None,
    ends_on: date | None,
    reason: str,
) -> None:
    problems: dict[str, Any] = {}
    if owner and owner != PATIENT and not _belongs(session, grant, owner):
        problems["owner"] = _l("Pick the person or somebody on their team.")
    if starts_on and ends_on and ends_on < starts_on:
        problems["ends_on"] = _l("The last day cannot be before the first.")
    if words := too_long(reason):
        problems["reason"] = words
    if rule.linked(content):
        known = _kinds_by_key(session, grant)
        for name, allowed in rule.links.items():
            wanted = content.get(name) or []
            if any(known.get(key) not in allowed for key in (wanted if isinstance(wanted, list) else [wanted])):
                problems[name] = _l("Pick one of the lines shown.")
    if problems:
        raise Invalid(fields=problems)


def _belongs(session: Session, grant: Grant, owner: str) -> bool:
    """Whether this account is on the person's team or helps them now."""
    return any(
        session.scalars(
            records.of(session, grant, model).where(model.account_id == owner, model.in_force(clock.now()))
        ).first()
        for model in (CareTeamMember, ProxyGrant)
    )


def _kinds_by_key(session: Session, grant: Grant) -> dict[str, str]:
    """The kind of every line that another may point to, by key."""
    version = versions.newest(session, grant)
    number = version.number if version else 0
    query = records.of(session, grant, ItemChange).where(ItemChange.state.in_(("draft", "open")))
    found = dict(session.execute(query.with_only_columns(ItemChange.key, ItemChange.kind)).all())
    return found | {item.key: item.kind for item in versions.items_of(session, grant, [number]).get(number, [])}
