"""What the person would like to add, change or take out; the team answers each one in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import draft_rows, fitting, kinds, signing, versions
from app.care.plan.draft_checks import must_be_theirs
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.db import new_id
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import ItemChange

RULE = "suggestion_waiting"
ACTIONS = ("add", "change", "remove")


def suggest(
    session: Session,
    grant: Grant,
    *,
    kind: str,
    content: Mapping[str, Any],
    key: str | None = None,
    action: str = "add",
    reason: str = "",
) -> ItemChange:
    """Suggest an item, a change to one or its removal; the team sees it on the worklist.

    Sent twice, it is stored once. A helper says in words what should be different: they write nobody's line.
    Raises ``Invalid`` naming fields, ``NotFound`` for a key outside the plan, also of a line that it points to.
    """
    grant.must(Permission.PROPOSE if action == "add" or content else Permission.SUGGEST)
    rule, reason = kinds.known(kind), clean(reason)
    if action not in ACTIONS:
        raise Invalid(fields={"action": _l("Pick one of the answers shown.")})
    if problem := too_long(reason):
        raise Invalid(fields={"reason": problem})
    content = {name: value for name, value in content.items() if name not in rule.team_only}
    must_be_theirs(session, grant, rule, content)
    plan = versions.plan_of(session, grant)
    owner, starts_on, ends_on = PATIENT, None, None
    if action == "add":
        parsed, key = rule.parse(content), None
    else:
        item = versions.current_item(session, grant, key or "")
        if item.kind != kind:
            raise Invalid(fields={"kind": _l("A line keeps its kind. Take it out and add another.")})
        parsed = dict(item.content) if action == "remove" else rule.parse({**item.content, **content})
        owner, starts_on, ends_on = item.owner, item.starts_on, item.ends_on
    parsed = signing.seal(session, grant, rule, {}, parsed, key)
    if repeat := _same_open(session, grant, kind, parsed, key, action, reason):
        return repeat
    if action != "remove":
        fitting.check(session, grant, kind, key, parsed)
    now = clock.now()
    row = ItemChange(
        plan_id=plan.id, patient_id=grant.patient_id, base_number=plan.current_number, action=action, state="open",
        key=key or new_id(), kind=kind, owner=owner, starts_on=starts_on, ends_on=ends_on, content=parsed,
        reason=reason, revision=1, author_id=grant.actor_id, capacity=grant.capacity,
        created_at=now, updated_at=now,
    )  # fmt: skip
    row.position = versions.next_position(session, grant)
    session.add(row)
    session.flush()
    audit.record(session, grant, f"suggest {action}", "item_change", row.id)
    _raise(session, grant, row)
    return row


def reopen(session: Session, grant: Grant, row: ItemChange) -> None:
    """A suggestion that had been taken up waits again, with a line on the worklist."""
    row.state, row.drafter_id, row.answered_by_id, row.answer_words = "open", None, None, ""
    row.updated_at = clock.now()
    session.flush()
    _raise(session, grant, row)


def withdraw(session: Session, grant: Grant, change_id: str) -> ItemChange:
    """Take back a suggestion that nobody answered yet; a helper only their own.

    Raises ``Conflict`` when the team already took it up.
    """
    grant.must(Permission.SUGGEST)
    row = _open_one(session, grant, change_id)
    if row.author_id != grant.actor_id and not grant.may(Permission.PROPOSE):
        raise Forbidden()
    row.state, row.updated_at = "withdrawn", clock.now()
    _answered(session, grant, row, "withdraw suggestion")
    return row


def accept(session: Session, grant: Grant, change_id: str, words: str = "") -> ItemChange:
    """Take a suggestion into one's own draft as it was written. ``Conflict`` when that has a draft of the line."""
    grant.must(Permission.EDIT_PLAN)
    row = _open_one(session, grant, change_id)
    other = draft_rows.mine(session, grant, row.key)
    if other is not None:
        text = kinds.KINDS[row.kind].as_text
        raise Conflict(
            _l("You already have a draft of this line. Finish or discard it first."),
            mine=text(row.content),
            theirs=text(other.content),
        )
    if row.action != "add":
        _bring_up_to_date(session, grant, row)
    if row.action != "remove":
        fitting.check(session, grant, row.kind, row.key, row.content)
    row.state, row.drafter_id = "draft", grant.actor_id
    _answer(session, grant, row, words, "accept suggestion")
    return row


def decline(session: Session, grant: Grant, change_id: str, words: str) -> ItemChange:
    """Say no to a suggestion, with words for the person. Raises ``Invalid`` without words."""
    grant.must(Permission.EDIT_PLAN)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Say why, in words for the person.")})
    row = _open_one(session, grant, change_id)
    row.state = "declined"
    _answer(session, grant, row, words, "decline suggestion")
    return row


def all_of(session: Session, grant: Grant) -> list[ItemChange]:
    """What the person (or who helps them) suggested, newest first, with what became of it."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, ItemChange).where(ItemChange.capacity != "team")
    return list(session.scalars(query.order_by(ItemChange.created_at.desc(), ItemChange.id)))


def _bring_up_to_date(session: Session, grant: Grant, row: ItemChange) -> None:
    """Carry what was suggested over to the line as it is now; ``Conflict`` when the same part changed since."""
    now = versions.current_item(session, grant, row.key)
    then = {item.key: item for item in versions.items_of(session, grant, [row.base_number])[row.base_number]}
    before = then[row.key].content
    wanted = {name: value for name, value in row.content.items() if value != before.get(name)}
    if any(now.content.get(name) not in (before.get(name), value) for name, value in wanted.items()):
        raise Conflict(
            _l("This line has changed since it was suggested. Write the change yourself, or decline it."),
            mine=kinds.KINDS[row.kind].as_text(row.content),
            theirs=versions.as_text(now),
        )
    row.content = {**now.content, **wanted}
    row.owner, row.starts_on, row.ends_on, row.base_number = now.owner, now.starts_on, now.ends_on, now.number


def _raise(session: Session, grant: Grant, row: ItemChange) -> None:
    from app.care import concerns

    title = kinds.KINDS[row.kind].title_outside(row.content)
    why = {"action": row.action, "kind": row.kind, "title": title}
    concerns.raise_concern(session, grant, rule=RULE, subject=row.id, why=why)


def _open_one(session: Session, grant: Grant, change_id: str) -> ItemChange:
    versions.plan_of(session, grant)
    row = records.one(session, grant, ItemChange, change_id, lock=True)
    if row.state != "open":
        raise Conflict(_l("This suggestion has already been answered."))
    return row


def _answer(session: Session, grant: Grant, row: ItemChange, words: str, act: str) -> None:
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    row.answered_by_id, row.answer_words, row.updated_at = grant.actor_id, clean(words), clock.now()
    _answered(session, grant, row, act)


def _answered(session: Session, grant: Grant, row: ItemChange, act: str) -> None:
    from app.care import concerns

    audit.record(session, grant, act, "item_change", row.id)
    session.flush()
    concerns.close_concern_for(session, grant, RULE, row.id)


def _same_open(
    session: Session, grant: Grant, kind: str, content: Mapping[str, Any], key: str | None, action: str, reason: str
) -> ItemChange | None:
    query = records.of(session, grant.with_private(), ItemChange).where(
        ItemChange.state == "open",
        ItemChange.kind == kind,
        ItemChange.action == action,
        ItemChange.author_id == grant.actor_id,
    )
    if key:
        query = query.where(ItemChange.key == key)
    return next((row for row in session.scalars(query) if (row.content, row.reason) == (content, reason)), None)
