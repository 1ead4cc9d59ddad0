"""Which number is right for this hour. Pure: rows with days and times, a moment, a zone.

Times are wall-clock times of the person's zone, so daylight saving needs no rule of its own: on the long night the
hour that comes twice counts twice, on the short one the hour that is left out never comes. Public holidays are not
known here and nothing is claimed about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.care.plan.kinds.zone_parts import hours_words
from app.config import Line, Practice

WEEKDAYS = {"all": range(7), "weekdays": range(5), "weekend": range(5, 7)}


@dataclass(frozen=True)
class Ring:
    """Numbers for this hour, the first to ring first; ``later`` answers at another hour."""

    now: list[Line] = field(default_factory=list)
    later: list[Line] = field(default_factory=list)


def is_open(row: Mapping[str, Any], at: datetime) -> bool:
    """Whether somebody answers at ``at``, a moment in the zone of the row's times.

    ``days`` is "all", "weekdays", "weekend" or a day ("0" is Monday). A line that is open past midnight belongs to
    the day on which it opened. The last minute is not open any more. The same time twice is a whole day.
    """
    named = str(row.get("days") or "all")
    days = WEEKDAYS.get(named) or range(int(named), int(named) + 1)
    today, yesterday, now = at.weekday(), (at.weekday() - 1) % 7, at.time()
    first, last = _time(row.get("from_time")), _time(row.get("until_time"))
    if first is None or last is None:
        return today in days
    if first < last:
        return today in days and first <= now < last
    return (today in days and now >= first) or (yesterday in days and now < last)


def for_this_hour(rows: Iterable[Mapping[str, Any]], practice: Practice, moment: datetime, zone: str) -> Ring:
    """The person's own numbers that answer at ``moment``, in their order; then the practice's own for this hour.

    ``zone`` is the person's; the practice keeps its own. When the practice gave no hours that a machine can read,
    both its numbers stand among those for now, each with its hours in words.
    """
    own = list(rows)
    there = moment.astimezone(ZoneInfo(zone))
    open_ = [_line(row) for row in own if is_open(row, there)]
    closed = [_line(row) for row in own if not is_open(row, there)]
    ours, at_other_hours = _of_practice(practice, moment)
    return Ring(_once([*open_, *ours]), _once([*closed, *at_other_hours], [*open_, *ours]))


def _of_practice(practice: Practice, moment: datetime) -> tuple[list[Line], list[Line]]:
    office = practice.office
    night = [practice.out_of_hours] if practice.out_of_hours else []
    if not practice.open_at:
        return [office, *night], []
    there = moment.astimezone(ZoneInfo(practice.time_zone))
    if any(is_open(row, there) for row in practice.open_at):
        return [office], night
    return (night, [office]) if night else ([office], [])


def _line(row: Mapping[str, Any]) -> Line:
    return Line(str(row.get("name", "")), str(row.get("number", "")), hours_words(row))


def _once(lines: Sequence[Line], but: Sequence[Line] = ()) -> list[Line]:
    """Each number once, at its first place; none of ``but``."""
    seen = {line.dial for line in but}
    return [line for line in lines if not (line.dial in seen or seen.add(line.dial))]  # type: ignore[func-returns-value]


def _time(text: Any) -> time | None:
    return time.fromisoformat(text) if text else None
