"""Typed days, moments and times of day, within the bounds that the form names."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.care.questionnaires.numbers import between, wrong
from app.care.questionnaires.parts import Item
from app.i18n import _, format_day


def day(item: Item, entry: str) -> str:
    """A day as FHIR writes it. Raises :class:`Invalid` for anything else."""
    found = _day(entry)
    if found is None:
        raise wrong(_("Write the day as year, month and day, like 2026-11-21."))
    between(found, first_day(item.minimum), last_day(item.maximum), format_day)
    return found.isoformat()


def moment(item: Item, entry: str, zone: str) -> str:
    """A day with a time of day where the person lives, or a day alone. Raises :class:`Invalid`."""
    if found := _day(entry):
        between(found, first_day(item.minimum), last_day(item.maximum), format_day)
        return found.isoformat()
    try:
        at = datetime.fromisoformat(entry.replace(" ", "T"))
    except ValueError:
        raise wrong(_("Write the day and the time, like 2026-11-21 14:30.")) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(zone))
    between(at.date(), first_day(item.minimum), last_day(item.maximum), format_day)
    return at.isoformat(timespec="seconds")


def time_of_day(item: Item, entry: str) -> str:
    """A time of day with seconds. Raises :class:`Invalid`."""
    try:
        found = time.fromisoformat(entry) if 4 < len(entry) < 9 else None
    except ValueError:
        found = None
    if found is None or found.tzinfo:
        raise wrong(_("Write the time with hours and minutes, like 14:30."))
    between(found, _time(item.minimum), _time(item.maximum), lambda bound: bound.strftime("%H:%M"))
    return found.isoformat(timespec="seconds")


def first_day(bound: Any) -> date | None:
    """The first day that a rough date covers: 2026 means 1 January."""
    if not isinstance(bound, str) or not bound:
        return None
    day_part = bound.partition("T")[0]
    return date.fromisoformat((day_part + "-01-01")[:10])


def last_day(bound: Any) -> date | None:
    """The last day that a rough date covers: 2026 means 31 December, 2026-02 means 28 February."""
    if not isinstance(bound, str) or not bound or len(bound) >= 10:
        return first_day(bound)
    year, month = int(bound[:4]), int(bound[5:7] or 12)
    if year == date.max.year:
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _day(entry: str) -> date | None:
    try:
        return date.fromisoformat(entry) if len(entry) == 10 else None
    except ValueError:
        return None


def _time(bound: Any) -> time | None:
    return time.fromisoformat(bound) if isinstance(bound, str) else None
