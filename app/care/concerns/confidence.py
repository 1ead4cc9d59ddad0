"""How sure somebody is of following through: below 7 of 10 a nurse looks (Brief Action Planning, Gutnick 2014)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.concerns.closing import close_concern_for
from app.care.concerns.raising import raise_concern
from app.care.concerns.rules import SURE_ENOUGH
from app.care.plan.sections import PATIENT
from app.models import PlanItem

RULE = "low_confidence"


def watch(session: Session, grant: Grant, key: str, title: str, sure: int | None) -> None:
    """Below 7 raises the line for this item, 7 and more closes it. None says nothing."""
    if sure is None:
        return
    if sure < SURE_ENOUGH:
        raise_concern(session, grant, rule=RULE, subject=key, why={"title": title, "key": key, "confidence": sure})
    else:
        close_concern_for(session, grant, RULE, key, outcome="changed")


def watch_items(session: Session, grant: Grant, items: Iterable[PlanItem]) -> None:
    """The same for the person's own activities as they stand in a version that was just offered."""
    for item in items:
        if item.kind == "activity" and item.owner == PATIENT:
            watch(session, grant, item.key, str(item.content.get("what", "")), item.content.get("confidence"))
