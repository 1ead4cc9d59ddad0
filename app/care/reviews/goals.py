"""Progress to goals: what was written down about each activity under its goal. Counts, never scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief, day
from app.care.plan.kinds.activity import is_for
from app.care.progress import pauses
from app.care.reviews.readings import Readings, readings_since
from app.models import Patient, PlanItem, ProgressEntry

LOOK_BACK = 28
"""Days that a review counts. Four whole weeks hold each weekday equally often."""


@dataclass(frozen=True)
class Confidence:
    """How sure the person was (0 to 10): first and last time they said so. ``first`` is None when said once."""

    first: int | None
    last: int


@dataclass(frozen=True)
class ActivityProgress:
    """One activity: days done, partly and not, out of the planned days so far; with what was measured."""

    item: PlanItem
    on_day: bool
    did: int
    partly: int
    not_this_time: int
    planned: int
    confidence: Confidence | None
    readings: Readings | None


@dataclass(frozen=True)
class GoalProgress:
    """A goal with the activities that serve it; ``goal`` is None for activities that name no goal."""

    goal: PlanItem | None
    activities: list[ActivityProgress]


def progress_to_goals(
    session: Session, grant: Grant, items: list[PlanItem] | None = None, *, with_readings: bool = True
) -> list[GoalProgress]:
    """Every goal of the version in force with the last four weeks of its activities, then those without a goal.

    ``items`` of that version spare reading them again; without readings nothing is said of what was measured.
    """
    grant.must(Permission.REVIEW)
    if items is None:
        items = brief.active_items(session, grant)
    activities = [item for item in items if item.kind == "activity"]
    zone = session.get_one(Patient, grant.patient_id).time_zone
    today = clock.today(zone)
    since = today - timedelta(days=LOOK_BACK - 1)
    entries = _entries(session, grant, {item.key for item in activities}, since)
    chosen = day.on_my_day(session, grant)
    measures = {i.content.get("measure") or "" for i in activities} if with_readings else set()
    readings = readings_since(session, grant, measures, since, zone)
    paused = pauses.paused_days(pauses.of(session, grant, today, since).rows, _days(since, today))

    def facts(item: PlanItem) -> ActivityProgress:
        put_on = chosen[item.key].at.astimezone(ZoneInfo(zone)).date() if item.key in chosen else None
        started = _started(item, since, put_on, entries[item.key])
        return activity_progress(
            item, entries[item.key], started, today, on_day=put_on is not None,
            readings=readings.get(item.content.get("measure") or ""), paused=paused,
        )  # fmt: skip

    under: dict[str, list[ActivityProgress]] = defaultdict(list)
    goals = {item.key: item for item in items if item.kind == "goal"}
    for item in activities:
        key = item.content.get("goal_key") or ""
        under[key if key in goals else ""].append(facts(item))
    found = [GoalProgress(goal, under[key]) for key, goal in goals.items()]
    return [*found, GoalProgress(None, under[""])] if under[""] else found


def _started(item: PlanItem, since: date, put_on: date | None, entries: list[ProgressEntry]) -> date:
    """From which day planned days count: not before the window, nor before the person began."""
    began = [entry.happened_on for entry in entries] + ([put_on] if put_on else [])
    return max(since, item.starts_on, min(began)) if began else max(since, item.starts_on)


def activity_progress(
    item: PlanItem,
    entries: list[ProgressEntry],
    started: date,
    today: date,
    *,
    on_day: bool,
    readings: Readings | None = None,
    paused: Collection[date] = (),
) -> ActivityProgress:
    """The counts of one activity. A day counts once, by its best outcome; a day off the plan counts as planned.

    A day of a pause counts only when something was done on it.

    A day with the reading that the activity asks for is a day done, as on *Look back*.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for entry in entries:
        days[entry.outcome].add(entry.happened_on)
    until = min(today, item.ends_on)
    measured = {d for d in readings.days if item.starts_on <= d <= until} if readings else set()
    did = days["did"] | measured
    partly = days["partly"] - did
    missed = days["not_this_time"] - did - partly
    missed -= set(paused)
    planned = {d for d in _days(started, until) if is_for(item.content, d) and d not in paused} if on_day else set()
    return ActivityProgress(
        item, on_day, len(did), len(partly), len(missed), len(planned | did | partly | missed),
        _confidence(item, entries), readings,
    )  # fmt: skip


def _confidence(item: PlanItem, entries: list[ProgressEntry]) -> Confidence | None:
    said = [item.content.get("confidence"), *(e.confidence for e in entries)]
    numbers = [n for n in said if n is not None]
    if not numbers:
        return None
    return Confidence(numbers[0] if len(numbers) > 1 else None, numbers[-1])


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _entries(session: Session, grant: Grant, keys: set[str], since: date) -> dict[str, list[ProgressEntry]]:
    query = (
        records.of(session, grant, ProgressEntry)
        .where(ProgressEntry.key.in_(keys), ProgressEntry.happened_on >= since, ProgressEntry.undone_at.is_(None))
        .order_by(ProgressEntry.happened_on, ProgressEntry.recorded_at)
    )
    found: dict[str, list[ProgressEntry]] = defaultdict(list)
    for entry in session.scalars(query) if keys else ():
        found[entry.key].append(entry)
    return found
