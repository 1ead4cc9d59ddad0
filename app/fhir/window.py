"""From when until when, and by whom, wherever R4 has it."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.fhir import seen

PERIODS = (
    ("restriction", "period"),
    ("executionPeriod",),
    ("occurrencePeriod",),
    ("scheduledPeriod",),
    ("scheduledTiming", "repeat", "boundsPeriod"),
    ("effectivePeriod",),
    ("period",),
)
STARTS = (("startDate",), ("occurrenceDateTime",), ("start",), ("effectiveDateTime",), ("onsetDateTime",))
ENDS = (("target", "dueDate"), ("occurrenceDateTime",), ("end",))


def days_of(resource: Any) -> tuple[date | None, date | None]:
    """First and last day; None for one that is not said, or for both when the last comes before the first."""
    starts = [seen.day(resource, *path, "start") for path in PERIODS] + [seen.day(resource, *path) for path in STARTS]
    ends = [seen.day(resource, *path, "end") for path in PERIODS] + [seen.day(resource, *path) for path in ENDS]
    first, last = next(filter(None, starts), None), next(filter(None, ends), None)
    return (None, None) if first and last and last < first else (first, last)


def performer_of(resource: Any) -> dict[str, Any]:
    """The Reference to whoever does it, or an empty group."""
    for name in ("owner", "performer", "sender"):
        if found := seen.several(resource, name):
            return found[0]
    return {}
