"""What will be sent to whom, when by their clock, and why; and what will not be sent, and why. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.people.names import accounts_of
from app.care.reminders import choices, facts, saying, schedule
from app.care.reminders.choices import Choices
from app.care.reminders.facts import Facts
from app.care.reminders.kinds import ASKED_FOR, KINDS
from app.care.reminders.refresh import past, rows_of
from app.care.reminders.schedule import Message, Thing
from app.care.reminders.times import local
from app.care.reminders.words import body
from app.i18n import using_locale
from app.models import Account

WHY_NOT = {
    schedule.OFF: "this kind is switched off",
    schedule.PAUSED: "the plan is paused",
    schedule.QUIET: "its time is in their quiet hours",
    schedule.LIMIT: "over the most notes for one day, and the last one was sent already",
    schedule.OWN_DAY: "it was put off to a day that has a reminder of its own",
}


@dataclass(frozen=True)
class Line:
    """One message, or one thing that is not sent. ``at``: by the clock of whoever gets it."""

    at: datetime
    words: str
    why: str
    is_sent: bool = True


@dataclass(frozen=True)
class Preview:
    """All lines of one account, in the order of time."""

    account: Account
    one: Choices
    lines: list[Line]


def of(session: Session, grant: Grant, days: int) -> list[Preview]:
    """For everybody who may be reminded about this person, from now on for ``days`` days, if no fact changes."""
    found = facts.read(session, grant, days)
    rows = rows_of(session, grant, found)
    made = []
    everybody = choices.of_everybody(session, grant, ASKED_FOR)
    accounts = accounts_of(session, (one.account_id for one in everybody))
    for one in everybody:
        plan = schedule.of(found, one, found.now + timedelta(days=days), past(rows, one, found.now))
        names = saying.about(session, grant, {t.key for t in _things(plan) if t.key}, "en")
        lines = [_sent(message, found, one, names) for message in plan.messages]
        lines += [
            Line(local(left.thing.due_at, one.time_zone), _name(left.thing, names), WHY_NOT[left.why], is_sent=False)
            for left in plan.left
        ]
        made.append(Preview(accounts[one.account_id], one, sorted(lines, key=lambda line: line.at)))
    return made


def _things(plan: schedule.Schedule) -> Iterator[Thing]:
    for message in plan.messages:
        yield from (message.first, *message.more)
    yield from (left.thing for left in plan.left)


def _sent(message: Message, found: Facts, one: Choices, names: dict[str, saying.About]) -> Line:
    things = [message.first, *message.more]
    said = saying.of_things(
        [(thing.kind, thing.key) for thing in things], message.first.due_at, message.first.due_at, one, names,
        found.patient,
    )  # fmt: skip
    with using_locale(one.language):
        words = body(message.first.kind, said)
    why = "; ".join(f"{_name(thing, names)} ({local(thing.due_at, one.time_zone):%H:%M})" for thing in things)
    if message.full:
        why += "; together, because of the most notes for one day"
    elif message.more:
        why += "; together, because they come close to each other"
    return Line(local(message.first.due_at, one.time_zone), words, why)


def _name(thing: Thing, names: dict[str, saying.About]) -> str:
    title = names[thing.key].name if thing.key in names else ""
    return ": ".join(filter(None, (str(KINDS[thing.kind].title), title)))
