"""From the time on a person's clock to a moment, also in the nights when clocks change; and quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import tz


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment (UTC) when the clock in `zone` shows `at` on `day`.

    A time that the clock jumps over comes as much later as the jump is long; one that it shows twice is the first.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    return tz.resolve_imaginary(local).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """The moment as the clock in `zone` shows it."""
    return at.astimezone(ZoneInfo(zone))


def is_quiet(at: time, quiet_from: time, quiet_to: time) -> bool:
    """Whether a time of day lies in the quiet hours. They may pass midnight; equal ends mean none."""
    at = at.replace(tzinfo=None)
    if quiet_from <= quiet_to:
        return quiet_from <= at < quiet_to
    return at >= quiet_from or at < quiet_to


def after_quiet(at: datetime, zone: str, quiet_from: time, quiet_to: time) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    there = local(at, zone)
    if not is_quiet(there.time(), quiet_from, quiet_to):
        return at
    ends_on = there.date()
    if there.time().replace(tzinfo=None) >= quiet_to:  # in the evening part: they end tomorrow
        ends_on += timedelta(days=1)
    return max(moment(ends_on, quiet_to, zone), at)


def parse(text: str) -> time | None:
    """A time as a form sends it ("08:30", seconds allowed), or None."""
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0) if found.tzinfo is None and ":" in text else None
