"""The kinds of reminder: one small function each, from facts to what should be sent when. None reads a decision.

To add a kind: write its function, put one line into KINDS, and say in one sentence what it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.care.plan.kinds.activity import is_for
from app.care.reminders.choices import MORNING, Choices
from app.care.reminders.facts import Facts
from app.care.reminders.times import local, moment, usual_time
from app.i18n import lazy_gettext

SHORT = timedelta(hours=4)
"""How long a reminder for a time of day is worth sending."""
LONG = timedelta(hours=24)
EVENING = time(18, 0)
PLAN_WAITS = timedelta(days=2)
REVIEW_NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Wish:
    """A reminder that should exist: `about` makes it one of its kind, `at` is when, `until` when it is stale."""

    about: str
    at: datetime
    until: datetime
    key: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of reminder: its words on the settings page, its usual time, what it does in quiet hours."""

    name: str
    title: Any
    explains: Any
    wishes: Callable[[Facts, Choices], Iterator[Wish]]
    usual: time = MORNING
    items: bool = False
    """Whether each item has a time of its own, instead of one for the kind."""
    moves: bool = True
    """In quiet hours: move to their end (while not stale), or else drop."""
    rests: bool = True
    """Whether a pause of the plan stills it. Calls and visits go on: somebody waits there."""


def activities(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """What the person does: items on their day, on the days they fall on, until anybody recorded anything."""
    return _on_my_day(facts, choices, measured=False)


def measurements(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """Readings that the plan asks for and the person put on their day, until there is one that day."""
    return _on_my_day(facts, choices, measured=True)


def questionnaires(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """A form waits: once when its window opens, once three days before the visit or the end of the window."""
    at = choices.time_for("kind:questionnaire")
    for asked in facts.waiting:
        last = asked.visit_on or asked.closes_on
        for day in sorted({asked.opens_on, last - timedelta(days=3)}):
            if day in facts.days and asked.opens_on <= day <= asked.closes_on:
                yield _within_a_day(choices, f"{asked.id}:{day}", day, at)


def follow_ups(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """Somebody will ring or meet the person: the evening before its first day."""
    at = choices.time_for("kind:follow_up", EVENING)
    for item in facts.items:
        day = item.starts_on - timedelta(days=1)
        agreed = facts.is_in_force(item, day) or facts.is_in_force(item, item.starts_on)
        if item.kind == "follow_up" and day in facts.days and agreed:
            yield _within_a_day(choices, f"{item.key}:{item.starts_on}", day, at, item.key)


def reviews(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """The plan is to be looked at again: once, two weeks before."""
    for version in facts.versions:
        day = version.review_on - REVIEW_NEAR
        if day in facts.days and facts.version_on(day) is version:
            yield _within_a_day(choices, f"{version.number}", day, choices.time_for("kind:review"))


def plans_waiting(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """A version was offered and not yet opened: one soft note after two days, and never a second."""
    if facts.version is None or choices.account_id in facts.opened_by:
        return
    day = local(facts.version.offered_at + PLAN_WAITS, facts.patient.time_zone).date()
    if day in facts.days:
        yield _within_a_day(choices, f"{facts.version.number}", day, choices.time_for("kind:plan"))


def _on_my_day(facts: Facts, choices: Choices, *, measured: bool) -> Iterator[Wish]:
    for item in facts.items:
        reading = item.content.get("measure") or ""
        if item.kind != "activity" or bool(reading) is not measured or not facts.is_on_my_day(item):
            continue
        at = choices.time_for(f"item:{item.key}", usual_time(item.content))
        for day in facts.days:
            done = (item.key, day) in facts.entered or (reading, day) in facts.measured
            if facts.in_window(item, day) and is_for(item.content, day) and not done:
                yield _on_the_day(facts, choices, f"{item.key}:{day}", day, at, item.key)


def _on_the_day(facts: Facts, choices: Choices, about: str, day: date, at: time, key: str) -> Wish:
    start = moment(day, at, choices.time_zone)
    midnight = moment(day + timedelta(days=1), time(0), facts.patient.time_zone)
    return Wish(about, start, min(start + SHORT, midnight), key)


def _within_a_day(choices: Choices, about: str, day: date, at: time, key: str = "") -> Wish:
    start = moment(day, at, choices.time_zone)
    return Wish(about, start, start + LONG, key)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "activity",
            lazy_gettext("What you do on your day"),
            lazy_gettext("Only for things you put on your day."),
            activities, items=True, moves=False,
        ),
        Kind(
            "measurement",
            lazy_gettext("Readings you take"),
            lazy_gettext("Only for readings you put on your day."),
            measurements, items=True, moves=False,
        ),
        Kind(
            "questionnaire",
            lazy_gettext("Questions before your visit"),
            lazy_gettext("Once when they open, and once three days before they end."),
            questionnaires,
        ),
        Kind(
            "follow_up",
            lazy_gettext("Calls and visits"),
            lazy_gettext("The evening before."),
            follow_ups, usual=EVENING, rests=False,
        ),
        Kind(
            "review",
            lazy_gettext("Looking at your plan again"),
            lazy_gettext("Once, two weeks before."),
            reviews,
        ),
        Kind(
            "plan",
            lazy_gettext("A new plan to read"),
            lazy_gettext("One note, if you have not opened it after two days."),
            plans_waiting,
        ),
    )
}  # fmt: skip
NAMES = frozenset(KINDS)
