"""Whether a line fits with the other lines of the plan as its author sees it: no circles, no 4th way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.care.plan import ladder, versions
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import ItemChange

WAYS_ROUND = 3
"""Ways round under one activity (coping planning as it was studied: up to three, Sniehotta 2006)."""


def check(session: Session, grant: Grant, kind: str, key: str | None, content: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` at the field that does not fit: goals in a circle, one more if–then than people keep."""
    if kind == "goal" and content.get("parent_key"):
        _no_circle(_contents(session, grant, "goal"), key or "", content["parent_key"])
    if kind == "coping_strategy" and content.get("activity_key"):
        under = [
            other
            for other, each in _contents(session, grant, "coping_strategy").items()
            if other != key and each.get("activity_key") == content["activity_key"]
        ]
        if len(under) >= WAYS_ROUND:
            words = _l("There are 3 ways round for this already. Change one of them, or take one out first.")
            raise Invalid(words, fields={"activity_key": words})


def _no_circle(goals: Mapping[str, Mapping[str, Any]], key: str, parent_key: str) -> None:
    if key == parent_key:
        words = _l("A goal cannot serve itself. Pick another goal, or none.")
        raise Invalid(words, fields={"parent_key": words})
    if key and ladder.leads_back(key, parent_key, lambda at: str(goals.get(at, {}).get("parent_key") or "")):
        words = _l("That goal serves this one already. Two goals cannot serve each other. Pick another, or none.")
        raise Invalid(words, fields={"parent_key": words})


def _contents(session: Session, grant: Grant, kind: str) -> dict[str, Mapping[str, Any]]:
    """Lines of one kind by key as this author would leave them: the newest version with what they wrote since."""
    version = versions.newest(session, grant)
    number = version.number if version else 0
    items = versions.items_of(session, grant, [number]).get(number, [])
    found: dict[str, Mapping[str, Any]] = {item.key: item.content for item in items if item.kind == kind}
    query = records.of(session, grant, ItemChange).where(ItemChange.kind == kind)
    if grant.is_team:
        query = query.where(ItemChange.state == "draft", ItemChange.drafter_id == grant.actor_id)
    else:
        query = query.where(ItemChange.state == "open", ItemChange.capacity != "team")
    for row in session.scalars(query.order_by(ItemChange.created_at, ItemChange.id)):
        if row.action == "remove":
            found.pop(row.key, None)
        else:
            found[row.key] = row.content
    return found
