"""The one place that knows what time it is. Store UTC, show the person's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)
_frozen_everywhere: datetime | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen.get() or _frozen_everywhere or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day it is now in ``zone`` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def frozen(at: datetime, *, everywhere: bool = False) -> Iterator[None]:
    """Hold the clock still for tests: in this context, or with ``everywhere`` in all threads."""
    global _frozen_everywhere
    if at.tzinfo is None:
        raise ValueError("freeze the clock at an aware moment, for example datetime(2026, 5, 1, tzinfo=UTC)")
    at = at.astimezone(UTC)
    if everywhere:
        before, _frozen_everywhere = _frozen_everywhere, at
        try:
            yield
        finally:
            _frozen_everywhere = before
        return
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
