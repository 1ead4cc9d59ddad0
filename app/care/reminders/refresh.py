"""Make the reminder rows of one person what the facts say they should be. Called in the transaction of the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant, system
from app.care.reminders import choices, facts, schedule
from app.care.reminders.choices import Choices
from app.care.reminders.facts import DAYS_BACK, HOURS_AHEAD, Facts
from app.care.reminders.kinds import ASKED_FOR, KINDS
from app.care.reminders.schedule import AT_ONCE, LIMIT, Past, Schedule, Thing
from app.care.reminders.times import local
from app.db import new_id
from app.models import Reminder

NOT_NEEDED = "not_needed"
MAY_COME_BACK = (NOT_NEEDED, LIMIT)
"""Why a row was dropped that comes back when the reason is gone in time."""


@dataclass(frozen=True)
class Wanted:
    """One row as it should be: "due", "joined" to another one, or "dropped" with its reason."""

    account_id: str
    thing: Thing
    state: str = "due"
    joins: str = ""
    why: str = ""


def refresh(session: Session, who: Grant | str) -> None:
    """Bring the rows of one person (a grant, or a patient id) up to date with the facts. Harmless to repeat.

    Rows already sent stay. Rows no longer wanted are dropped, and come back if the fact is undone in time.
    """
    patient_id = who if isinstance(who, str) else who.patient_id
    session.flush()
    grant = system(patient_id)
    found = facts.read(session, grant)
    rows = rows_of(session, grant, found)
    end = found.now + timedelta(hours=HOURS_AHEAD)
    wanted: dict[str, Wanted] = {}
    for one in choices.of_everybody(session, grant, ASKED_FOR):
        made = schedule.of(found, one, end, past(rows, one, found.now))
        wanted |= {want.thing.dedupe: want for want in wanted_for(made, one)}
    _reconcile(session, grant, found, rows, wanted)


def rows_of(session: Session, grant: Grant, found: Facts) -> dict[str, Reminder]:
    """The rows that may still matter, by name: a reminder may have been put off from day to day."""
    since = found.now - timedelta(days=DAYS_BACK + 1)
    query = records.of(session, grant, Reminder).where(Reminder.due_at >= since)
    return {row.dedupe: row for row in session.scalars(query)}


def past(rows: dict[str, Reminder], one: Choices, now: datetime) -> Past:
    """What the rows say of earlier messages to this account."""
    live = {name: row.due_at for name, row in rows.items() if row.state in ("due", "joined")}
    at_work = {
        name: frozenset(other.dedupe for other in rows.values() if other.joins == name and other.state == "joined")
        for name, row in rows.items()
        if row.state == "due" and row.leased_until is not None and row.leased_until > now
    }
    return Past(frozenset(settled(rows)), had(rows, one), live, at_work)


def settled(rows: dict[str, Reminder]) -> set[str]:
    """What was sent, alone or with another, or given up: it is not planned again."""
    return {name for name, row in rows.items() if _is_settled(row, rows.get(row.joins))}


def had(rows: dict[str, Reminder], one: Choices) -> Counter[date]:
    """How many messages this account got about this person, by its own day."""
    mine = [row for row in rows.values() if row.account_id == one.account_id and row.kind not in AT_ONCE]
    sent = [row.sent_at for row in mine if row.sent_at]
    return Counter(local(at, one.time_zone).date() for at in sent)


def _is_settled(row: Reminder, joined: Reminder | None) -> bool:
    if row.state == "joined":
        return joined is not None and joined.sent_at is not None
    gave_up = row.state == "dropped" and row.why_dropped not in MAY_COME_BACK
    return row.state == "sent" or row.sent_at is not None or gave_up


def wanted_for(made: Schedule, one: Choices) -> Iterator[Wanted]:
    """The rows of a schedule. What is over the limit keeps a row that says so; other reasons need none."""
    for message in made.messages:
        yield Wanted(one.account_id, message.first)
        for thing in message.more:
            yield Wanted(one.account_id, thing, "joined", message.first.dedupe)
    for left in made.left:
        if left.why == LIMIT:
            yield Wanted(one.account_id, left.thing, "dropped", why=LIMIT)


def _reconcile(
    session: Session, grant: Grant, found: Facts, rows: dict[str, Reminder], wanted: dict[str, Wanted]
) -> None:
    done = settled(rows)
    for name, row in rows.items():
        want = wanted.get(name)
        if row.kind not in KINDS or name in done:
            continue
        if want is None or (want.thing.due_at != row.due_at and want.thing.due_at <= found.now):
            if row.state in ("due", "joined"):
                stale = row.stale_at <= found.now
                row.state, row.why_dropped = "dropped", "stale" if stale else NOT_NEEDED
        else:
            _align(row, want, found.now)
    fresh = [want for name, want in wanted.items() if name not in rows and want.thing.due_at > found.now]
    if fresh:
        _insert(session, grant, fresh)


def _align(row: Reminder, want: Wanted, now: datetime) -> None:
    if row.state == "dropped" and want.thing.due_at <= now:
        return  # its moment passed while it was not wanted
    if row.state == "dropped" or row.due_at != want.thing.due_at:
        row.due_at, row.next_try_at, row.tries = want.thing.due_at, want.thing.due_at, 0
    row.state, row.joins, row.why_dropped, row.stale_at = want.state, want.joins, want.why, want.thing.stale_at


def _insert(session: Session, grant: Grant, fresh: list[Wanted]) -> None:
    """Add rows; another transaction that added the same one first is no error."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = [
        {
            "id": new_id(), "patient_id": grant.patient_id, "account_id": want.account_id, "kind": want.thing.kind,
            "key": want.thing.key, "dedupe": want.thing.dedupe, "due_at": want.thing.due_at,
            "next_try_at": want.thing.due_at, "stale_at": want.thing.stale_at, "state": want.state,
            "joins": want.joins, "why_dropped": want.why, "tries": 0,
        }
        for want in fresh
    ]  # fmt: skip
    session.execute(dialect.insert(Reminder).values(values).on_conflict_do_nothing(index_elements=[Reminder.dedupe]))
