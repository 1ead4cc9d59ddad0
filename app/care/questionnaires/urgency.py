"""Which answers a nurse must see first, by the marks that the questionnaire carries."""

from __future__ import annotations

from collections.abc import Sequence

from app.care.questionnaires.conditions import equal, holds
from app.care.questionnaires.parts import Item, Value

WEIGHT = {"red": 0, "amber": 1, None: 2}


def band(item: Item, answers: Sequence[Value]) -> str | None:
    """``red``, ``amber`` or None for the answers to one question; the more urgent mark counts."""
    found = {option.band for option in item.options if option.band and any(equal(a, option.value) for a in answers)}
    found |= {urgent.band for urgent in item.urgent if holds(urgent.condition, answers)}
    return min(found, key=lambda mark: WEIGHT[mark], default=None)
