"""When somebody last checked how a person's medicines go together, and whether that is due again (T9).

Handrail checks nothing itself: it keeps who of the pharmacy looked, and when. A year is the usual time between two
looks for somebody who takes several medicines [own].
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.models import PlanItem

HOLDS = timedelta(days=365)
SEVERAL = 2
"""From how many medicines on a check of one with the other makes sense."""


@dataclass(frozen=True)
class Check:
    """``last``: the day since which every medicine has been checked; None when one never was."""

    last: date | None
    is_due: bool


def of(items: Iterable[PlanItem], today: date) -> Check | None:
    """The check of the medicines among these lines; None for fewer than two medicines."""
    medicines = [item for item in items if item.kind == "treatment" and item.content.get("sort") == "medicine"]
    if len(medicines) < SEVERAL:
        return None
    days = [item.content.get("checked_on") for item in medicines]
    last = min(date.fromisoformat(day) for day in days if day) if all(days) else None
    return Check(last, last is None or last + HOLDS <= today)
