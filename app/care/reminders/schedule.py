"""From wishes to messages: what is off, paused or in quiet hours goes; what falls together is told together.

One plain function for the sender's rows and for the preview, so that what is printed is what is sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.care.reminders.choices import Choices
from app.care.reminders.facts import Facts
from app.care.reminders.kinds import KINDS, Kind, Wish
from app.care.reminders.snooze import later, stem
from app.care.reminders.times import after_quiet, is_quiet, local

TOGETHER = timedelta(minutes=30)
"""What is due this soon after the first is told with it: one message instead of a volley."""
TEST = "test"
"""The kind of a row that the person asked for, to see whether reminders arrive. It counts for no limit."""
NEW_WAY = "new_way"
"""The kind of a row that says that somebody of the practice gave a new way into the account."""
AT_ONCE = (TEST, NEW_WAY)
"""Kinds that no plan asks for: they go out at once, count for no limit and heed no quiet."""
OFF, PAUSED, QUIET, LIMIT, OWN_DAY = "off", "paused", "quiet", "limit", "own_day"


@dataclass(frozen=True)
class Thing:
    """One reminder with its moment. ``dedupe`` names it in the rows."""

    dedupe: str
    kind: str
    key: str
    due_at: datetime
    stale_at: datetime


@dataclass
class Message:
    """What is sent once: the first thing, and what it speaks for too. ``full``: some joined because of the limit."""

    first: Thing
    more: list[Thing] = field(default_factory=list)
    full: bool = False


@dataclass(frozen=True)
class Left:
    """A thing that is not sent, and why."""

    thing: Thing
    why: str


@dataclass
class Schedule:
    """Messages to one account about one person, in the order of time, and what is left out."""

    messages: list[Message] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class Past:
    """What became of earlier messages to one account.

    ``told``: names of things that were sent or given up. ``had``: how many messages it had, by its own day. ``live``:
    things that still wait, with their moment: of what is past, only these are planned. ``at_work``: what a sender is
    sending this minute, with the things it speaks for; nothing more joins it.
    """

    told: frozenset[str] = frozenset()
    had: Mapping[date, int] = field(default_factory=dict)
    live: Mapping[str, datetime] = field(default_factory=dict)
    at_work: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_open(self, found: Facts, thing: Thing) -> bool:
        """Whether there is anything to plan for this thing."""
        waits = thing.due_at > found.now or self.live.get(thing.dedupe) == thing.due_at
        return waits and thing.dedupe not in self.told

    def may_join(self, thing: Thing, message: Message) -> bool:
        """Whether the message can still speak for this thing."""
        at_work = self.at_work.get(message.first.dedupe)
        return at_work is None or thing.dedupe in at_work


def of(found: Facts, one: Choices, end: datetime, past: Past | None = None) -> Schedule:
    """What should be sent to one account until ``end``: never more messages in one day than its limit, and none
    about somebody who takes part no longer."""
    past, made = past or Past(), Schedule()
    if found.patient.left_at or found.patient.sealed_at:
        return made
    things = [each for each in _things(found, one, made.left) if each.due_at <= end and past.is_open(found, each)]
    made.left = [each for each in made.left if each.thing.due_at <= end and past.is_open(found, each.thing)]
    count = Counter(past.had)
    last: dict[date, Message] = {}
    for thing in sorted(things, key=lambda thing: (thing.due_at, thing.dedupe)):
        day = local(thing.due_at, one.time_zone).date()
        open_ = last.get(day)
        joins = open_ is not None and past.may_join(thing, open_)
        if open_ and joins and thing.due_at - open_.first.due_at <= TOGETHER:
            open_.more.append(thing)
        elif count[day] < one.daily_limit:
            count[day] += 1
            last[day] = Message(thing)
            made.messages.append(last[day])
        elif open_ and joins:
            open_.more.append(thing)
            open_.full = True
        else:
            made.left.append(Left(thing, LIMIT))
    return made


def _things(found: Facts, one: Choices, left: list[Left]) -> Iterator[Thing]:
    for kind in KINDS.values():
        wishes = list(kind.wishes(found, one))
        own_days = {(wish.key, local(wish.at, one.time_zone).date()) for wish in wishes if wish.key}
        for wish in wishes:
            thing, why = _thing(found, one, kind, wish, own_days)
            if thing is None or thing.stale_at <= found.now:
                continue
            if why:
                left.append(Left(thing, why))
            else:
                yield thing


def _thing(
    found: Facts, one: Choices, kind: Kind, wish: Wish, own_days: set[tuple[str, date]]
) -> tuple[Thing | None, str]:
    """The wish with its moment, and why it is not sent; no thing when it is done on the day it was put off to."""
    name = f"{kind.name}:{found.patient.id}:{one.account_id}:{wish.about}"
    put_off = found.put_off.get(name, ())
    if put_off:
        wish = later(wish, put_off[-1], found.patient.time_zone)
        on = local(wish.at, found.patient.time_zone).date()
        if wish.key and wish.day and on != wish.day and found.entered.get((wish.key, on)):
            return None, ""
    heard = heard_at(kind, wish, one)
    at = heard or wish.at
    thing = Thing(stem(name, len(put_off)), kind.name, wish.key, at, max(wish.until, at))
    if kind.name in one.off:
        return thing, OFF
    if put_off and wish.day and (wish.key, local(at, one.time_zone).date()) in own_days - {(wish.key, wish.day)}:
        return thing, OWN_DAY
    if heard is None:
        return thing, QUIET
    if kind.rests and local(at, found.patient.time_zone).date() in found.paused:
        return thing, PAUSED
    return thing, ""


def heard_at(kind: Kind, wish: Wish, one: Choices) -> datetime | None:
    """When it may be heard: not in quiet hours. None when its kind does not move, or it would be stale by then."""
    if not is_quiet(local(wish.at, one.time_zone).time(), one.quiet_from, one.quiet_to):
        return wish.at
    if not kind.moves:
        return None
    at = after_quiet(wish.at, one.time_zone, one.quiet_from, one.quiet_to)
    return at if at < wish.until else None
