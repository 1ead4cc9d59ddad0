"""Make the reminder rows of one person what the facts say they should be. Called in the transaction of the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant, system
from app.care.reminders import choices, facts
from app.care.reminders.choices import Choices
from app.care.reminders.facts import HOURS_AHEAD, Facts
from app.care.reminders.kinds import KINDS, NAMES, Kind, Wish
from app.care.reminders.times import after_quiet, is_quiet, local
from app.db import new_id
from app.models import Reminder

NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Wanted:
    """One row that should exist."""

    account_id: str
    kind: str
    key: str
    dedupe: str
    due_at: datetime
    stale_at: datetime


def refresh(session: Session, who: Grant | str) -> None:
    """Bring the rows of one person (a grant, or a patient id) up to date with the facts. Harmless to repeat.

    Rows already sent stay. Rows no longer wanted are dropped, and come back if the fact is undone in time.
    """
    patient_id = who if isinstance(who, str) else who.patient_id
    session.flush()
    grant = system(patient_id)
    found = facts.read(session, grant)
    everybody = choices.of_everybody(session, grant, NAMES)
    wanted = {w.dedupe: w for one in everybody for w in wanted_for(found, one)}
    _reconcile(session, grant, found, wanted)


def wanted_for(found: Facts, one: Choices) -> Iterator[Wanted]:
    """What should be sent to one account within the next 36 hours; kinds that are off give nothing."""
    end = found.now + timedelta(hours=HOURS_AHEAD)
    for kind in KINDS.values():
        if kind.name in one.off:
            continue
        for wish in kind.wishes(found, one):
            at = heard_at(kind, wish, one)
            if at is not None and kind.rests and local(at, found.patient.time_zone).date() in found.paused:
                continue
            if at is not None and at <= end and wish.until > found.now:
                dedupe = f"{kind.name}:{found.patient.id}:{one.account_id}:{wish.about}"
                yield Wanted(one.account_id, kind.name, wish.key, dedupe, at, max(wish.until, at))


def heard_at(kind: Kind, wish: Wish, one: Choices) -> datetime | None:
    """When it may be heard: not in quiet hours. None when its kind does not move, or it would be stale by then."""
    if not is_quiet(local(wish.at, one.time_zone).time(), one.quiet_from, one.quiet_to):
        return wish.at
    if not kind.moves:
        return None
    at = after_quiet(wish.at, one.time_zone, one.quiet_from, one.quiet_to)
    return at if at < wish.until else None


def _reconcile(session: Session, grant: Grant, found: Facts, wanted: dict[str, Wanted]) -> None:
    since = found.now - timedelta(days=3)
    rows = {
        row.dedupe: row
        for row in session.scalars(records.of(session, grant, Reminder).where(Reminder.due_at >= since))
    }
    for dedupe, row in rows.items():
        want = wanted.get(dedupe)
        if row.kind not in KINDS or row.state == "sent" or row.sent_at is not None:
            continue
        if want is None or (want.due_at != row.due_at and want.due_at <= found.now):
            if row.state == "due":
                stale = row.stale_at <= found.now
                row.state, row.why_dropped = "dropped", "stale" if stale else NOT_NEEDED
        elif row.state == "due" or row.why_dropped == NOT_NEEDED:
            _align(row, want, found.now)
    fresh = [w for w in wanted.values() if w.dedupe not in rows and w.due_at > found.now]
    if fresh:
        _insert(session, grant, fresh)


def _align(row: Reminder, want: Wanted, now: datetime) -> None:
    if row.state == "dropped" and want.due_at <= now:
        return  # its moment passed while it was not wanted
    if row.state == "dropped" or row.due_at != want.due_at:
        row.due_at, row.next_try_at, row.tries = want.due_at, want.due_at, 0
    row.state, row.why_dropped, row.stale_at = "due", "", want.stale_at


def _insert(session: Session, grant: Grant, fresh: list[Wanted]) -> None:
    """Add rows; another transaction that added the same one first is no error."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = [
        {
            "id": new_id(), "patient_id": grant.patient_id, "account_id": w.account_id, "kind": w.kind,
            "key": w.key, "dedupe": w.dedupe, "due_at": w.due_at, "next_try_at": w.due_at,
            "stale_at": w.stale_at, "state": "due", "why_dropped": "", "tries": 0,
        }
        for w in fresh
    ]  # fmt: skip
    session.execute(dialect.insert(Reminder).values(values).on_conflict_do_nothing(index_elements=[Reminder.dedupe]))
