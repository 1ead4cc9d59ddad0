"""What the team has just closed stays quiet for a while: a change needs time to show. Pure.

The phone still speaks, and what is urgent, comes with signs or is about something else is never held back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.reading import Reading

QUIET = {"bp_mean": timedelta(days=28), "sleep_short": timedelta(days=14), "weight_day": timedelta(days=7)}
JUST_SEEN = timedelta(days=2)
"""What the team has just closed is not raised again for so long: a change needs time to show. The phone still
speaks, and what is urgent or comes with signs is never held back [own]."""
WORSE_BY = 10.0
"""mmHg by which a 7-day average must have risen to be raised anew meanwhile [own]."""
APART = {
    "pulse": "pulse",
    "bp_low": "low",
    "bp_mean": "high",
    "bp_crisis": "high",
    "glucose_low": "low",
    "glucose_very_low": "low",
    "glucose_high": "high",
}
"""Flags of one kind of reading that are about different things, each with which."""
SCALE = {"weight_day", "weight_week"}


def is_quiet(flag: str | None, at: datetime, holding: Holding) -> bool:
    """Whether the team has just closed a line about the same: a high that they saw says nothing about a low."""
    seen = holding.seen_at
    known = flag or ""
    if seen is None or not alike(known, holding.seen_flag):
        return False
    same = holding.seen_flag == known or {holding.seen_flag, known} <= SCALE
    return timedelta(0) <= at - seen < (QUIET.get(known, JUST_SEEN) if same else JUST_SEEN)


def alike(flag: str, seen: str) -> bool:
    """Whether two flags are about the same thing. One without a name (an older line) is about everything."""
    return not flag or not seen or APART.get(flag, flag) == APART.get(seen, seen) or not {flag, seen} & set(APART)


def is_news(flag: str | None, against: float | None, reading: Reading, holding: Holding) -> bool:
    """News since the team closed it: an average that has risen again, a weight that has gone on the same way.

    A weight as far from where it began as the limit of a week is never quiet.
    """
    if against is None or holding.seen_value is None:
        return False
    if flag in SCALE and holding.seen_flag in SCALE:
        change = reading.canonical - holding.seen_value
        on = holding.seen_way in ("", "gain" if change > 0 else "loss")
        return on and round(abs(change), 2) >= holding.limits.must("weight_week", KINDS["weight"].units[0])
    return flag == "bp_mean" == holding.seen_flag and against >= holding.seen_value + WORSE_BY
