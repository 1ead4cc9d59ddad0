"""What the team should have read before it writes a plan: cautions, what the person would choose, their life."""

from __future__ import annotations

from collections.abc import Iterable

from app.care.plan.kinds import KINDS
from app.care.plan.kinds.circumstance import busy_in_words
from app.care.plan.kinds.what_matters import CAUTION
from app.models import PlanItem


def of_kind(items: Iterable[PlanItem], kind: str) -> list[PlanItem]:
    """Lines of one kind in the order of the plan."""
    return [item for item in items if item.kind == kind]


def cautions(items: Iterable[PlanItem]) -> list[PlanItem]:
    """How care went before: what should not happen again (U2)."""
    return [item for item in of_kind(items, "what_matters") if item.content.get("sort") == CAUTION]


def values(items: Iterable[PlanItem]) -> list[PlanItem]:
    """What matters to them, without the cautions (U3); shown above goals."""
    return [item for item in of_kind(items, "what_matters") if item.content.get("sort") != CAUTION]


def title(item: PlanItem) -> str:
    """What the line is called."""
    return KINDS[item.kind].title(item.content)


def circumstance(item: PlanItem) -> tuple[str, str, str, bool]:
    """What it is about, the words, the times that are taken, and whether a pharmacist still has to look at it."""
    content = item.content
    unchecked = bool(content.get("is_taken")) and not content.get("checked_on")
    return title(item), str(content.get("words") or ""), busy_in_words(content), unchecked
