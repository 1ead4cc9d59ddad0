"""What the team has just closed stays quiet for a while: a change needs time to show. Pure.

The phone still speaks, and what is urgent, comes with signs or is about something else is never held back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.past import Past
from app.care.progress.reading import Reading

QUIET = {
    "bp_mean": timedelta(days=28), "sleep_short": timedelta(days=14), "weight_day": timedelta(days=7),
    "weight_week": timedelta(days=7), "mood_low": timedelta(days=7),
}  # fmt: skip
JUST_SEEN = timedelta(days=2)
"""What the team has just closed is not raised again for so long: a change needs time to show. The phone still
speaks, and what is urgent or comes with signs is never held back [own]."""
WORSE_BY = 10.0
"""mmHg by which a 7-day average must have risen to be raised anew meanwhile [own]."""
APART = {
    "pulse": "pulse",
    "irregular": "pulse",
    "bp_low": "low",
    "bp_mean": "high",
    "bp_crisis": "high",
    "glucose_low": "low",
    "glucose_very_low": "low",
    "glucose_high": "high",
}
"""Flags of one kind of reading that are about different things, each with which."""
SCALE = {"weight_day", "weight_week"}
WAY_BACK = timedelta(days=28)
"""How long after the team dealt with a change of weight its way back is expected [own]."""
LOOKED_AT = timedelta(days=3)
"""Readings so long before a line was closed are what the team looked at [own]."""


def is_quiet(flag: str | None, at: datetime, holding: Holding, way: str = "") -> bool:
    """Whether the team has just closed a line about the same: a high that they saw says nothing about a low, and a
    loss of weight nothing about a gain. ``way``: of a change of weight, "gain" or "loss"."""
    seen = holding.seen_at
    known = flag or ""
    if seen is None or not alike(known, holding.seen_flag):
        return False
    if way and holding.seen_way and way != holding.seen_way:
        return False
    same = holding.seen_flag == known or {holding.seen_flag, known} <= SCALE
    return timedelta(0) <= at - seen < (QUIET.get(known, JUST_SEEN) if same else JUST_SEEN)


def alike(flag: str, seen: str) -> bool:
    """Whether two flags are about the same thing. One without a name (an older line) is about everything."""
    return not flag or not seen or APART.get(flag, flag) == APART.get(seen, seen) or not {flag, seen} & set(APART)


def is_news(
    flag: str | None, against: float | None, reading: Reading, before: Sequence[Past], holding: Holding
) -> bool:
    """News since the team closed it: an average that has risen again, a weight that has gone on the same way.

    A weight as far from where it began as the limit of a week is never quiet once it is farther than what the team
    looked at, by the limit of a day.
    """
    if against is None or holding.seen_value is None:
        return False
    if flag in SCALE and holding.seen_flag in SCALE:
        change = reading.canonical - holding.seen_value
        way = "gain" if change > 0 else "loss"
        far = round(abs(change), 2) >= _kilograms("weight_week", holding)
        return far and holding.seen_way in ("", way) and _farther(way, reading, before, holding)
    return flag == "bp_mean" == holding.seen_flag and against >= holding.seen_value + WORSE_BY


def _farther(way: str, reading: Reading, before: Sequence[Past], holding: Holding) -> bool:
    """Whether a weight has gone on, by the limit of a day, from the farthest that the team saw when it closed."""
    seen = holding.seen_at
    looked_at = [row.canonical for row in before if seen and seen - LOOKED_AT <= row.happened_at <= seen]
    if not looked_at:
        return True
    gone = reading.canonical - max(looked_at) if way == "gain" else min(looked_at) - reading.canonical
    return round(gone, 2) >= _kilograms("weight_day", holding)


def is_way_back(way: str, reading: Reading, at: datetime, holding: Holding) -> bool:
    """Whether a weight leads back from a change that the team dealt with: that is the same story, and expected.

    Only as far as where it began: beyond that by the limit of a day it is a change of its own.
    """
    began = holding.seen_began
    if began is None or not is_opposite(way, at, holding):
        return False
    beyond = began - reading.canonical if way == "loss" else reading.canonical - began
    return round(beyond, 2) < _kilograms("weight_day", holding)


def is_opposite(way: str, at: datetime, holding: Holding) -> bool:
    """Whether a change of weight goes against one that the team dealt with in the last weeks."""
    if holding.seen_at is None or not holding.seen_way:
        return False
    return way != holding.seen_way and at - holding.seen_at <= WAY_BACK


def _kilograms(name: str, holding: Holding) -> float:
    return holding.limits.must(name, KINDS["weight"].units[0])
