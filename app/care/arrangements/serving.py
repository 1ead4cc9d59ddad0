"""Which line of the plan an arrangement serves: chosen from lines in force that the person and helpers may read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.models import Arrangement, PlanItem

SERVED = ("problem", "goal", "activity", "treatment", "trial", "follow_up")
"""Kinds that may be named: none that is private, and none that the person can fold away."""


def choices(session: Session, grant: Grant) -> list[tuple[str, str]]:
    """Key and words of each line in force that may be named."""
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant, SERVED)
    return [(item.key, title(item)) for item in items]


def titles(session: Session, grant: Grant, rows: Iterable[Arrangement]) -> dict[str, str]:
    """The newest words of each line that these serve, by its key; also of a line that left the plan since.

    One statement, none when nothing is served.
    """
    grant.must(Permission.SEE_PLAN)
    keys = {row.item_key for row in rows if row.item_key}
    if not keys:
        return {}
    query = records.of(session, grant, PlanItem).where(PlanItem.key.in_(keys), PlanItem.kind.in_(SERVED))
    return {item.key: title(item) for item in session.scalars(query.order_by(PlanItem.number))}


def title(item: PlanItem) -> str:
    """The line in a few words."""
    return KINDS[item.kind].title(item.content)
