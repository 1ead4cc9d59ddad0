"""*Later*: a reminder is put off for 10 minutes, until this evening or until tomorrow. Each ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan.kinds import rhythm
from app.care.reminders.choices import Choices
from app.care.reminders.times import after_quiet, is_quiet, local, moment
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Reminder, ReminderSnooze

if TYPE_CHECKING:
    from app.care.reminders.kinds import Wish

SHORT, LONG = timedelta(hours=4), timedelta(hours=24)
"""How long a reminder is worth sending: one for a time of day, and one for a day."""
SOON = timedelta(minutes=10)
WAYS = {"soon": _l("In 10 minutes"), "evening": _l("This evening"), "tomorrow": _l("Tomorrow")}
MOST = 7
"""How often one reminder is put off at most: after a week it is not about its day any more."""
AGAIN = "+"
"""Before the number of times that a reminder was put off: a sign that no id holds."""


def stem(name: str, times: int = 0) -> str:
    """The name of a reminder in the rows after it was put off ``times`` times."""
    bare = name.partition(AGAIN)[0]
    return f"{bare}{AGAIN}{times}" if times else bare


def later(wish: Wish, until: datetime, zone: str) -> Wish:
    """The wish at the moment it was put off to. What belongs to a day is worth sending until midnight there."""
    stale = until + LONG
    if wish.day is not None:
        midnight = moment(local(until, zone).date() + timedelta(days=1), time(0), zone)
        stale = min(until + SHORT, midnight)
    return replace(wish, at=until, until=min(stale, wish.ends) if wish.ends else stale)


@dataclass(frozen=True)
class Way:
    """One of the moments that are offered."""

    name: str
    until: datetime


def offered(session: Session, grant: Grant, row: Reminder, one: Choices) -> list[Way]:
    """The moments to which this row may be put off now, soonest first.

    None in quiet hours, none today once the most for a day is reached, none when what it is about has begun. Nothing
    at all for a test, and for what was put off as often as it can be.
    """
    from app.care.reminders.kinds import KINDS

    if row.kind not in KINDS or is_over(row):
        return []
    now = clock.now()
    today = local(now, one.time_zone).date()
    at = local(row.due_at, one.time_zone).time()
    evening = moment(today, one.time_for("part:evening", rhythm.USUAL["evening"]), one.time_zone)
    tomorrow = moment(today + timedelta(days=1), at, one.time_zone)
    tomorrow = after_quiet(tomorrow, one.time_zone, one.quiet_from, one.quiet_to)
    found = [Way("tomorrow", tomorrow)]
    if _sent_today(session, grant, one) < one.daily_limit:
        found = [Way("soon", now + SOON), Way("evening", evening), *found]
    return [
        way
        for way in found
        if way.until >= now + SOON
        and not is_quiet(local(way.until, one.time_zone).time(), one.quiet_from, one.quiet_to)
        and (row.kind != "follow_up" or way.until < row.stale_at)
    ]


def of_mine(session: Session, grant: Grant, reminder_id: str, *, lock: bool = False) -> list[Reminder]:
    """A reminder of whoever acts, and those that its message spoke for. ``NotFound`` for anybody else's."""
    grant.must(Permission.OWN_REMINDERS)
    row = records.one(session, grant, Reminder, reminder_id, lock=lock)
    if row.account_id != grant.actor_id:
        raise NotFound()
    query = records.of(session, grant, Reminder).where(
        Reminder.account_id == grant.actor_id, Reminder.joins == row.dedupe, Reminder.state == "joined"
    )
    return [row, *session.scalars(query.order_by(Reminder.due_at, Reminder.id))]


def put_off(session: Session, grant: Grant, rows: Iterable[Reminder], way: Way | None) -> None:
    """Let these come again at the moment of ``way``. Asked twice, the newer moment holds. ``Invalid`` without one."""
    from app.care.reminders.refresh import refresh

    grant.must(Permission.OWN_REMINDERS)
    if way is None:
        raise Invalid(_l("Choose one of the times shown."))
    for row in rows:
        about, number = stem(row.dedupe), _number(row.dedupe)
        query = records.of(session, grant, ReminderSnooze).where(ReminderSnooze.about == about)
        made = list(session.scalars(query.order_by(ReminderSnooze.at, ReminderSnooze.id)))
        if len(made) > number and made[-1].until > clock.now():
            made[-1].until = way.until
        elif len(made) < MOST:
            session.add(ReminderSnooze(
                patient_id=grant.patient_id, account_id=grant.actor_id, about=about, until=way.until, at=clock.now()
            ))  # fmt: skip
        audit.record(session, grant, "put reminder off", "reminder", row.id)
    session.flush()
    refresh(session, grant.patient_id)


def comes(session: Session, grant: Grant, rows: Iterable[Reminder], way: Way) -> bool:
    """Whether any of these comes again at the moment of ``way``, alone or with others: what they are about may be
    done, or put off as often as it can be."""
    query = records.of(session, grant, Reminder).where(
        Reminder.account_id == grant.actor_id, Reminder.due_at == way.until, Reminder.state.in_(("due", "joined"))
    )
    wanted = {(row.kind, row.key or stem(row.dedupe)) for row in rows}
    return any((found.kind, found.key or stem(found.dedupe)) in wanted for found in session.scalars(query))


def own_day(row: Reminder, zone: str) -> date:
    """The person's day that an item's reminder is about; the day it came, once it was put off."""
    named = row.dedupe.split(":")
    if _number(row.dedupe) == 0 and len(named) > 4:
        return date.fromisoformat(named[4])
    return local(row.due_at, zone).date()


def is_over(row: Reminder) -> bool:
    """Whether it was put off as often as it can be."""
    return _number(row.dedupe) >= MOST


def _sent_today(session: Session, grant: Grant, one: Choices) -> int:
    """Messages about this person since the account's midnight; one statement."""
    from app.care.reminders.schedule import AT_ONCE

    midnight = moment(local(clock.now(), one.time_zone).date(), time(0), one.time_zone)
    query = records.of(session, grant, Reminder).with_only_columns(sa.func.count()).where(
        Reminder.account_id == one.account_id, Reminder.sent_at >= midnight, Reminder.kind.not_in(AT_ONCE)
    )  # fmt: skip
    return session.execute(query).scalar_one()


def _number(name: str) -> int:
    number = name.partition(AGAIN)[2]
    return int(number) if number.isdigit() else 0
