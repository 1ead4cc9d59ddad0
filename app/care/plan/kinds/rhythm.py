"""How often something comes: days of the week, every few weeks, once a month or a year; and how often in one day.

Which moment of a day a part is, is each person's own (`care/reminders/settings.py`); here is what is usual.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import get_day_names
from babel.lists import format_list
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule

from app.i18n import _, current_locale
from app.i18n import lazy_gettext as _l

PARTS = {
    "any": _l("Any time of day"),
    "morning": _l("In the morning"),
    "breakfast": _l("After breakfast"),
    "midday": _l("Around midday"),
    "lunch": _l("After lunch"),
    "evening": _l("In the evening"),
    "supper": _l("After the evening meal"),
    "bed": _l("Before bed"),
}
"""Parts of a day, and things that most people do each day; when they are is each person's own."""
USUAL = {
    "any": time(9), "morning": time(9), "breakfast": time(8, 30), "midday": time(12, 30), "lunch": time(13),
    "evening": time(18), "supper": time(19), "bed": time(20, 30),
}  # fmt: skip
"""Usual time of each part of a day, until the person says when theirs is [own]."""
AGAIN = {name: words for name, words in PARTS.items() if name != "any"}
EVERY = {
    "weeks2": _l("Every 2 weeks"),
    "weeks3": _l("Every 3 weeks"),
    "weeks4": _l("Every 4 weeks"),
    "month": _l("Once a month"),
    "months3": _l("Every 3 months"),
    "year": _l("Once a year"),
}
"""Other rhythms than each week. They count from the first day (``first_on``)."""
WEEKS = {"weeks2": 2, "weeks3": 3, "weeks4": 4}
MONTHS = {"month": 1, "months3": 3, "year": 12}
A_MONTH = 365.25 / 12 / 7
"""Weeks in a month."""


@lru_cache(maxsize=512)
def _rule(every: str, days: tuple[int, ...], first: date) -> rrule:
    """The recurrence rule (RFC 5545) from ``first`` on.

    The 29th to the 31st fall on the last day of a month that is shorter, 29 February on the 28th (as RFC 7529 says
    for SKIP=BACKWARD): nothing that somebody does once a month or a year is left out.
    """
    start = datetime.combine(first, time())
    if every in WEEKS:
        return rrule(WEEKLY, dtstart=start, interval=WEEKS[every], byweekday=days or None, cache=True)
    if every in MONTHS:
        by_day: dict[str, Any] = (
            {"bymonthday": tuple(range(28, first.day + 1)), "bysetpos": -1} if first.day > 28 else {}
        )
        if every == "year":
            return rrule(YEARLY, dtstart=start, bymonth=first.month, cache=True, **by_day)
        return rrule(MONTHLY, dtstart=start, interval=MONTHS[every], cache=True, **by_day)
    return rrule(WEEKLY if days else DAILY, dtstart=start, byweekday=days or None, cache=True)


def days_between(content: Mapping[str, Any], first: date, last: date) -> list[date]:
    """The calendar days from ``first`` to ``last``, both included, that the content is for."""
    every, days = str(content.get("every") or ""), tuple(content.get("days") or ())
    rule = _rule(every, days, date.fromisoformat(content["first_on"])) if every in EVERY else _plain(days, first)
    found = rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    return [at.date() for at in found]


def _plain(days: tuple[int, ...], first: date) -> rrule:
    """Each week: it has no first day of its own, so one rule for each Monday is enough for all."""
    return _rule("", days, first - timedelta(days=first.weekday()))


def times(content: Mapping[str, Any]) -> int:
    """How many times on each of its days."""
    return len(parts(content))


def parts(content: Mapping[str, Any]) -> list[str]:
    """The parts of the day it is for, in the order of a day; at least one."""
    first = str(content.get("part") or "any")
    named = {first if first in PARTS else "any", *(each for each in content.get("also") or () if each in AGAIN)}
    if "any" in named and len(named) > 1:
        named.discard("any")
    return [name for name in PARTS if name in named]


def a_week(content: Mapping[str, Any]) -> float:
    """How many days a week, on average."""
    every, days = str(content.get("every") or ""), len(content.get("days") or ())
    if every in WEEKS:
        return max(1, days) / WEEKS[every]
    if every in MONTHS:
        return 1 / (MONTHS[every] * A_MONTH)
    return days or 7


def in_seven(content: Mapping[str, Any]) -> int:
    """The most days in seven, for drawings."""
    return math.ceil(len(content.get("days") or ()) or 1 if content.get("every") in EVERY else a_week(content))


def in_words(content: Mapping[str, Any]) -> str:
    """ "Monday, Wednesday and Friday", "Every 2 weeks: Monday", "Once a month" in the reader's language."""
    every, names = str(content.get("every") or ""), _weekdays(content.get("days") or [])
    named = format_list(names, locale=current_locale()) if names else ""
    if every in EVERY:
        return f"{EVERY[every]}: {named}" if named and every in WEEKS else str(EVERY[every])
    return named or _("Every day")


def _weekdays(days: Iterable[int]) -> list[str]:
    """Names of days of the week (0 for Monday), as the reader's language writes them in a sentence."""
    names = get_day_names("wide", locale=current_locale())
    said = [str(names[day]) for day in days if day in range(7)]
    return [name.lower() for name in said] if current_locale().language == "es" else said


def parts_in_words(content: Mapping[str, Any]) -> str:
    """ "After breakfast", or more than one; nothing for any time of day."""
    return ", ".join(str(PARTS[name]) for name in parts(content) if name != "any")
