"""Our topic codes, in the order in which a nurse reads them, with their words."""

from __future__ import annotations

from app.i18n import lazy_gettext

TOPICS = {
    "talk-about-most": lazy_gettext("What to talk about most"),
    "what-matters": lazy_gettext("What matters"),
    "good-day": lazy_gettext("A good day"),
    "going-well": lazy_gettext("What goes well"),
    "could-be-better": lazy_gettext("What could be better"),
    "put-in-place": lazy_gettext("What should be in place"),
    "strengths": lazy_gettext("What helps"),
    "worries": lazy_gettext("Worries"),
    "understanding": lazy_gettext("In their own words"),
    "experience": lazy_gettext("Care before"),
    "getting-there": lazy_gettext("Getting there"),
    "costs": lazy_gettext("Costs"),
    "food": lazy_gettext("Food"),
    "medicines": lazy_gettext("Medicines"),
    "mood": lazy_gettext("Mood"),
    "worry": lazy_gettext("Anxiety"),
    "safety": lazy_gettext("Safety"),
    "falls": lazy_gettext("Strength and falls"),
    "memory": lazy_gettext("Memory"),
    "daily-living": lazy_gettext("Daily living"),
    "loneliness": lazy_gettext("Company"),
    "home": lazy_gettext("Home"),
    "work": lazy_gettext("Work"),
    "health-overall": lazy_gettext("Health overall"),
    "activity": lazy_gettext("Activity"),
    "self-management": lazy_gettext("Managing day by day"),
    "caregiver": lazy_gettext("The helper’s own strain"),
    "confidence": lazy_gettext("Confidence"),
    "since-last-time": lazy_gettext("Since last time"),
}
ORDER = {code: place for place, code in enumerate(TOPICS)}


def place(code: str | None) -> int:
    """Where a topic stands; unknown ones come last."""
    return ORDER.get(code or "", len(ORDER))
