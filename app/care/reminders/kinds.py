"""The kinds of reminder: one small function each, from facts to what should be sent when. None reads a decision.

To add a kind: write its function, put one line into KINDS, and say in one sentence what it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.care.arrangements.sorts import LOOPS
from app.care.plan.kinds import medicine_at_hand, rhythm
from app.care.plan.kinds.activity import is_for
from app.care.plan.sections import PATIENT
from app.care.reminders.choices import MORNING, Choices
from app.care.reminders.facts import Facts
from app.care.reminders.snooze import LONG, SHORT
from app.care.reminders.times import local, moment
from app.i18n import lazy_gettext
from app.models import PlanItem

PLAN_WAITS = timedelta(days=2)
REVIEW_NEAR = timedelta(days=14)
LAST_WEEK = timedelta(days=7)
"""How long before its last day whoever keeps a medicine hears of it a second time [own]."""


@dataclass(frozen=True)
class Wish:
    """A reminder that should exist: `about` makes it one of its kind, `at` is when, `until` when it is stale.

    `day`: the person's own day that it belongs to, for what is done on a day. `ends`: when what it is about begins,
    so that it makes no sense any more, however often it was put off.
    """

    about: str
    at: datetime
    until: datetime
    key: str = ""
    day: date | None = None
    ends: datetime | None = None


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
    """Whether a pause of the plan stills it. Calls and visits go on, and so does what keeps safe."""
    named: bool = True
    """Whether its message can say what it is about, for those who want that."""
    to_owner: bool = False
    """Whether it goes to whoever looks after the thing and to nobody else, unless they switched it off."""


def activities(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """What the person does: items on their day, on the days they fall on, until anybody recorded anything.

    A helper who wants this kind hears of what they took on themselves, too.
    """
    return _on_my_day(facts, choices, measured=False)


def measurements(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """Readings that the plan asks for and the person put on their day, until there is one that day."""
    return _on_my_day(facts, choices, measured=True)


def questionnaires(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """A form waits: once when its window opens, once three days before the visit or the end of the window."""
    at = choices.time_for("kind:questionnaire")
    if not choices.may_fill_in:
        return
    for asked in facts.waiting:
        last = asked.visit_on or asked.closes_on
        for day in sorted({asked.opens_on, last - timedelta(days=3)}):
            if day in facts.days and asked.opens_on <= day <= asked.closes_on:
                yield _within_a_day(choices, f"{asked.id}:{day}", day, at)


def follow_ups(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """Somebody will ring or meet the person: the evening before its first day."""
    at = choices.time_for("kind:follow_up", rhythm.USUAL["evening"])
    if "follow_up" in choices.hidden_kinds:
        return
    for item in facts.items:
        day = item.starts_on - timedelta(days=1)
        agreed = facts.is_in_force(item, day) or facts.is_in_force(item, item.starts_on)
        if item.kind == "follow_up" and day in facts.days and agreed:
            yield _within_a_day(choices, f"{item.key}:{item.starts_on}", day, at, item.key)
    for row in facts.arranged:
        if row.happens_at is None or (row.sort in LOOPS and not choices.may_see_facts):
            continue
        eve = local(row.happens_at, facts.patient.time_zone).date() - timedelta(days=1)
        if eve in facts.days:
            wish = _within_a_day(choices, f"{row.id}:{eve}", eve, at)
            if wish.at < row.happens_at:
                yield replace(wish, until=min(wish.until, row.happens_at), ends=row.happens_at, key=row.id)


def medicines(facts: Facts, choices: Choices) -> Iterator[Wish]:
    """A medicine kept ready nears its last day: whoever keeps it hears of it a month and a week before."""
    at = choices.time_for("kind:medicine")
    if "medicine_at_hand" in choices.hidden_kinds:
        return
    for item in facts.items:
        owner = facts.patient.account_id if item.owner == PATIENT else item.owner
        if item.kind != "medicine_at_hand" or owner != choices.account_id or not item.content.get("use_until"):
            continue
        last = date.fromisoformat(item.content["use_until"])
        for day in (last - medicine_at_hand.AHEAD, last - LAST_WEEK):
            if day in facts.days and facts.is_in_force(item, day):
                yield _within_a_day(choices, f"{item.key}:{day}", day, at, item.key)


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
    if "activity" in choices.hidden_kinds:
        return
    for item in facts.items:
        reading = item.content.get("measure") or ""
        if item.kind != "activity" or bool(reading) is not measured:
            continue
        if not facts.is_on_my_day(item) and not facts.is_done_by(item, choices.account_id):
            continue
        for day in facts.days:
            if facts.in_window(item, day) and is_for(item.content, day):
                done = max(facts.entered.get((item.key, day), 0), facts.measured.get((reading, day), 0))
                for name, at in times_of(item, choices)[done:]:
                    yield _on_the_day(facts, choices, f"{item.key}:{day}{name}", day, at, item.key)


def times_of(item: PlanItem, choices: Choices) -> list[tuple[str, time]]:
    """The times of day for a line, each with a name that tells it from the others; the first has none.

    A time chosen for the line goes before the routine that it names.
    """
    parts = rhythm.parts(item.content)
    if len(parts) == 1:
        of_part = choices.time_for(f"part:{parts[0]}", rhythm.USUAL[parts[0]])
        return [("", choices.time_for(f"item:{item.key}", of_part))]
    found = sorted((choices.time_for(f"part:{part}", rhythm.USUAL[part]), part) for part in parts)
    return [(f":{part}" if n else "", at) for n, (at, part) in enumerate(found)]


def _on_the_day(facts: Facts, choices: Choices, about: str, day: date, at: time, key: str) -> Wish:
    start = moment(day, at, choices.time_zone)
    midnight = moment(day + timedelta(days=1), time(0), facts.patient.time_zone)
    return Wish(about, start, min(start + SHORT, midnight), key, day)


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
            questionnaires, named=False,
        ),
        Kind(
            "follow_up",
            lazy_gettext("Calls and visits"),
            lazy_gettext("The evening before."),
            follow_ups, usual=rhythm.USUAL["evening"], rests=False,
        ),
        Kind(
            "medicine",
            lazy_gettext("A medicine kept ready that gets old"),
            lazy_gettext("Only if you look after it. One month before its last day, and again one week before."),
            medicines, rests=False, to_owner=True,
        ),
        Kind(
            "review",
            lazy_gettext("Looking at your plan again"),
            lazy_gettext("Once, two weeks before."),
            reviews, named=False,
        ),
        Kind(
            "plan",
            lazy_gettext("A new plan to read"),
            lazy_gettext("One note, if you have not opened it after two days."),
            plans_waiting, named=False,
        ),
    )
}  # fmt: skip
NAMES = frozenset(KINDS)
ASKED_FOR = frozenset(name for name, kind in KINDS.items() if not kind.to_owner)
"""Kinds that a helper hears of only when they asked for it."""
