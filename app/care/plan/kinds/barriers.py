"""What may get in the way of a goal or an activity: picked from the common ones, or in one's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.i18n import lazy_gettext as _l

OBSTACLES = {
    "pain": _l("Pain"),
    "tired": _l("Being tired"),
    "unwell": _l("Feeling unwell"),
    "low_mood": _l("Low mood"),
    "forgot": _l("Forgetting it"),
    "no_time": _l("No time"),
    "weather": _l("Bad weather"),
    "alone": _l("Nobody there to help"),
    "getting_there": _l("Getting there"),
    "cost": _l("Cost"),
    "worried": _l("Being worried about it"),
}
"""The same keys as what can get in the way of one day (coping_strategy.BARRIERS), as things and not as events."""


def in_the_way(content: Mapping[str, Any]) -> str:
    """What was picked and what was said, one after the other."""
    picked = [str(OBSTACLES[each]) for each in content.get("in_the_way") or [] if each in OBSTACLES]
    own = content.get("in_the_way_words") or ""
    return "; ".join([*picked, *([own] if own else [])])
