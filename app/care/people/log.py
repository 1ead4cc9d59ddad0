"""Who saw and did what, for the person it is about: the log in words, by day and by who it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.care.people import log_rows, not_right
from app.care.people.log_words import OFFICE, kind_of, sort_of, words_of
from app.care.people.names import accounts_of
from app.care.reminders.times import local, moment
from app.models import Account, AuditEvent, GuestPass, NotRight

DAYS = 14
"""Days on one page."""
GUESTS = "guests"
"""Instead of an account: everybody who came by a link or a code."""


@dataclass
class Done:
    """What one account did on one day: which, how often, and when first and last.

    ``seq``: the row of the last time, which is what somebody may say was not right; ``report``: that they did.
    """

    kind: tuple[str, str]
    times: int
    first: datetime
    last: datetime
    seq: int = 0
    report: NotRight | None = None

    @property
    def words(self) -> object:
        return words_of(self.kind)


@dataclass
class Who:
    """One account on one day; ``account`` is None for one that is gone, and for a ``guest``, who has none."""

    account: Account | None
    capacity: str
    done: list[Done]
    guest: GuestPass | None = None


@dataclass(frozen=True)
class Page:
    """Days of the log, the newest first, from ``first`` to ``last``; ``more``: whether there are earlier ones.

    ``people``: everybody who did something in these days, to choose from. ``office``: whether office work of these
    days is left out.
    """

    days: list[tuple[date, list[Who]]]
    first: date
    last: date
    more: bool
    people: list[Who] = field(default_factory=list)
    office: bool = False

    @property
    def before(self) -> date:
        """The last day of the page before this one."""
        return self.first - timedelta(days=1)


def of(
    session: Session, grant: Grant, last: date, zone: str, *,
    own: bool = False, office: bool = False, by: str = "", sort: str = "",
) -> Page:  # fmt: skip
    """The days up to ``last`` of the person's zone. ``own``: also what the person did. At most four statements.

    ``office``: also what the practice did with its lists. ``by``: only what this account did, or guests; ``sort``:
    only what they saw, wrote, asked or decided.
    """
    first = last - timedelta(days=DAYS - 1)
    start, end = (moment(day, time(0), zone) for day in (first, last + timedelta(days=1)))
    mine = log_rows.readable(session, grant)
    if not own:
        mine = mine.where(AuditEvent.capacity != "self")
    rows = session.execute(
        mine.where(AuditEvent.at >= start, AuditEvent.at < end)
        .with_only_columns(
            AuditEvent.at,
            AuditEvent.actor_id,
            AuditEvent.capacity,
            AuditEvent.act,
            AuditEvent.object_id,
            AuditEvent.seq,
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.seq.desc())
    ).all()
    earlier = mine.where(AuditEvent.at < start).with_only_columns(sa.literal(1)).limit(1)
    accounts = accounts_of(session, {row.actor_id or "" for row in rows})
    reports = not_right.by_row(session, grant)
    guests = log_rows.guests(session, grant, {row.object_id for row in rows if row.capacity == Capacity.GUEST})
    days: dict[date, dict[tuple[str | None, str], Who]] = {}
    everybody: dict[tuple[str | None, str], Who] = {}
    left_out = False
    for at, actor_id, capacity, act, object_id, seq in rows:
        guest = guests.get(object_id) if capacity == Capacity.GUEST else None
        kind = kind_of(act)
        if kind in OFFICE and not office and capacity not in (Capacity.SELF, Capacity.PROXY):
            left_out = True
            continue
        whose = (object_id if capacity == Capacity.GUEST else actor_id, capacity)
        everybody.setdefault(whose, Who(accounts.get(actor_id or ""), capacity, [], guest))
        if (by and by != (GUESTS if capacity == Capacity.GUEST else actor_id)) or (sort and sort_of(kind) != sort):
            continue
        people = days.setdefault(local(at, zone).date(), {})
        who = people.setdefault(whose, Who(accounts.get(actor_id or ""), capacity, [], guest))
        _count(who.done, kind, at, seq, reports.get(seq))
    return Page(
        [(day, list(people.values())) for day, people in days.items()], first, last,
        session.scalar(earlier) is not None, list(everybody.values()), left_out,
    )  # fmt: skip


def _count(done: list[Done], kind: tuple[str, str], at: datetime, seq: int, report: NotRight | None) -> None:
    found = next((one for one in done if one.kind == kind), None)
    if found is None:
        done.append(Done(kind, 1, at, at, seq, report))
    else:
        found.times, found.first, found.report = found.times + 1, at, found.report or report
