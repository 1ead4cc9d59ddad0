"""On which days an activity falls, by a recurrence rule over the person's own calendar days; and its usual time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import DAILY, WEEKLY, rrule

USUAL = {"morning": time(9), "midday": time(12, 30), "evening": time(18)}
"""Usual time for each part of the day that an activity may name."""
ANY = time(9)


def falls_on(content: Mapping[str, Any], starts_on: date, day: date) -> bool:
    """Whether the activity is for this day."""
    at = datetime.combine(day, time(0))
    return bool(rule(content, starts_on).between(at, at, inc=True))


def rule(content: Mapping[str, Any], starts_on: date) -> rrule:
    """The recurrence of an activity from its start: its days of the week (0 for Monday), or every day for none."""
    start = datetime.combine(starts_on, time(0))
    days = content.get("days") or []
    return rrule(WEEKLY, dtstart=start, byweekday=days) if days else rrule(DAILY, dtstart=start)


def usual_time(content: Mapping[str, Any]) -> time:
    """The time for an activity when the person chose none."""
    return USUAL.get(content.get("part") or "", ANY)
