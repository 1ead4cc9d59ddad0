"""The rows of somebody's draft: one for each line, found, begun, and never written over another's text."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.plan import kinds, own_words, versions
from app.errors import Conflict
from app.models import CarePlan, ItemChange, PlanItem


def mine(session: Session, grant: Grant, key: str) -> ItemChange | None:
    """The actor's own draft of one line, if there is one."""
    query = records.of(session, grant, ItemChange).where(
        ItemChange.key == key, ItemChange.state == "draft", ItemChange.drafter_id == grant.actor_id
    )
    return session.scalars(query).first()


def taken_up(session: Session, grant: Grant, key: str) -> list[ItemChange]:
    """Suggestions whose text lives on, edited, in the actor's draft of ``key``."""
    query = records.of(session, grant, ItemChange).where(
        ItemChange.key == key,
        ItemChange.state == "applied",
        ItemChange.applied_number.is_(None),
        ItemChange.drafter_id == grant.actor_id,
    )
    return list(session.scalars(query))


def begin(
    grant: Grant, plan: CarePlan, action: str, key: str, kind: str, *, revision: int = 1, state: str = "draft"
) -> ItemChange:
    """A new row in the actor's draft, not yet stored."""
    now = clock.now()
    return ItemChange(
        plan_id=plan.id,
        patient_id=grant.patient_id,
        base_number=plan.current_number,
        action=action,
        state=state,
        key=key,
        kind=kind,
        content={},
        revision=revision,
        author_id=grant.actor_id,
        drafter_id=grant.actor_id,
        capacity=grant.capacity,
        created_at=now,
        updated_at=now,
    )


def sent_before(session: Session, grant: Grant, key: str, kind: str, parsed: dict[str, Any]) -> ItemChange | None:
    """What the same form stored before. ``Conflict`` with both texts when it now says something else."""
    row = session.scalars(records.of(session, grant, ItemChange).where(ItemChange.key == key)).first()
    if row is not None and (row.kind, row.content) != (kind, parsed):
        raise Conflict(mine=kinds.KINDS[kind].as_text(parsed), theirs=kinds.KINDS[row.kind].as_text(row.content))
    return row


def row_for(
    session: Session,
    grant: Grant,
    plan: CarePlan,
    key: str,
    revision: int | None,
    base_number: int | None,
    text: str,
) -> ItemChange:
    """The actor's row of ``key``, ready to be written.

    ``Conflict`` with both texts when the same author was first on another page, or the line is another in a newer
    version than the page showed.
    """
    row = mine(session, grant, key)
    if row is not None:
        seen_another = row.revision != revision if revision else base_number is not None
        if seen_another:
            raise Conflict(mine=text, theirs=kinds.KINDS[row.kind].as_text(row.content))
        if base_number == plan.current_number:
            row.base_number = plan.current_number  # the page showed what is in use now beside it
        return row
    item = versions.current_item(session, grant, key)
    if revision or (base_number is not None and moved_on(session, grant, item, base_number)):
        raise Conflict(mine=text, theirs=versions.as_text(item))
    row = begin(grant, plan, "change", key, item.kind, revision=0)
    row.content, row.owner, row.position = dict(item.content), item.owner, item.position
    row.starts_on, row.ends_on = item.starts_on, item.ends_on
    session.add(row)
    return row


def moved_on(session: Session, grant: Grant, item: PlanItem, base_number: int) -> bool:
    """Whether the line is another now than it was in version ``base_number``."""
    if base_number == item.number:
        return False
    query = records.of(session, grant, PlanItem).where(PlanItem.key == item.key, PlanItem.number == base_number)
    seen = session.scalars(query).first()
    return seen is None or seen.content != item.content or seen.substance != item.substance


def keep_authors(
    session: Session, grant: Grant, plan: CarePlan, row: ItemChange, parsed: dict[str, Any]
) -> ItemChange:
    """Whose words these are stays known; a suggestion that the team edits keeps its own row as it was written."""
    if row.revision == 0:  # new: the actor did not draft this line yet
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
    fresh = begin(grant, plan, row.action, row.key, row.kind, revision=row.revision)
    fresh.base_number, fresh.position = row.base_number, row.position
    if kept:
        fresh.author_id = row.author_id
    session.add(fresh)
    return fresh
