"""On which days an activity falls: recurrence rules over the person's own calendar days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import DAILY, WEEKLY, rrule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def falls_on(content: dict[str, Any], starts_on: date, day: date) -> bool:
    """Whether the activity is for this day. Content without days to keep to is for every day."""
    at = datetime.combine(day, time(0))
    return bool(rule(content, starts_on).between(at, at, inc=True))


def rule(content: dict[str, Any], starts_on: date) -> rrule:
    """The recurrence of an activity, from its start."""
    start = datetime.combine(starts_on, time(0))
    days = [WEEKDAYS.index(name) for name in content.get("days") or () if name in WEEKDAYS]
    if days:
        return rrule(WEEKLY, dtstart=start, byweekday=days)
    return rrule(DAILY, dtstart=start)
