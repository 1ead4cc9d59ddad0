"""Arrangements as pages show them, to the team and to the person, with states in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.arrangements import steps
from app.care.arrangements.sorts import LOOPS, PREP, RETURN, TEST, VISIT
from app.i18n import _, format_day, format_moment
from app.models import Account, Arrangement, ArrangementStep

SHOWN = timedelta(days=30)
"""For how long something that is over still shows."""


@dataclass(frozen=True)
class Arranged:
    """One arrangement with its owner and its steps (name, who, when), the oldest first."""

    row: Arrangement
    owner: Account | None
    states: list[tuple[ArrangementStep, Account]] = field(default_factory=list)
    ticks: dict[str, tuple[ArrangementStep, Account]] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether every line of the list before a visit is ticked."""
        return set(PREP) <= set(self.ticks)

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None

    def initials(self, name: str) -> str:
        """Whose initials stand at a ticked line."""
        return steps.initials(self.ticks[name][1].name)


def all_of(session: Session, grant: Grant) -> list[Arranged]:
    """What is open, and what was over in the last 30 days; by time. One statement; steps are not read.

    Somebody who may not read facts sees visits and times to come back only: a referral or a test says more.
    """
    grant.must(Permission.SEE_PLAN)
    query = (
        records.of(session, grant, Arrangement)
        .add_columns(Account)
        .outerjoin(Account, Account.id == Arrangement.owner_id)
        .where(sa.or_(Arrangement.closed_at.is_(None), Arrangement.closed_at > clock.now() - SHOWN))
    )
    if not grant.may(Permission.SEE_FACTS):
        query = query.where(Arrangement.sort.not_in(LOOPS))
    found = [Arranged(row, owner) for row, owner in session.execute(query)]
    return sorted(found, key=lambda one: (not one.is_open, _when(one.row), one.row.id))


def one(session: Session, grant: Grant, arrangement_id: str) -> Arranged:
    """One with its steps; three statements. Raises ``NotFound``."""
    grant.must(Permission.REVIEW)
    row = records.one(session, grant, Arrangement, arrangement_id)
    made = (
        records.of(session, grant, ArrangementStep)
        .add_columns(Account)
        .join(Account, Account.id == ArrangementStep.by_id)
        .where(ArrangementStep.arrangement_id == row.id, ArrangementStep.undone_at.is_(None))
        .order_by(ArrangementStep.at, ArrangementStep.id)
    )
    rows = [(step, by) for step, by in session.execute(made)]
    owner = session.get(Account, row.owner_id) if row.owner_id else None
    return Arranged(
        row, owner, [(s, a) for s, a in rows if s.sort == "state"],
        {s.name: (s, a) for s, a in rows if s.sort == "prep"},
    )  # fmt: skip


def _when(row: Arrangement) -> datetime:
    if row.happens_at is not None:
        return row.happens_at
    if row.due_on is not None:
        return datetime(row.due_on.year, row.due_on.month, row.due_on.day, tzinfo=row.created_at.tzinfo)
    return row.created_at + timedelta(days=3650)


def for_the_person(row: Arrangement) -> str:
    """Where it stands, in plain words for the person."""
    at = format_moment(row.happens_at) if row.happens_at else ""
    day = format_day(row.due_on) if row.due_on else ""
    if row.state == "called_off":
        return _("This was called off.")
    if row.sort == VISIT:
        return _("This took place.") if row.state == "done" else at
    if row.sort == RETURN:
        return _of_return(row, at, day)
    if row.state == "closed":
        return _("We told you by phone.") if row.told_how == "phone" else _("Here is what came of it.")
    words = {
        "sent": _("We asked for this test.") if row.sort == TEST else _("We have sent it."),
        "accepted": _("They said yes. A day comes next."),
        "booked": _("It is booked: %(when)s.", when=at),
        "done": _("It is done. We wait to hear from them."),
        "result_back": _("We have the result. We tell you soon."),
    }[row.state]
    if row.state in ("sent", "accepted", "done") and day:
        return _("%(words)s We think we hear back by %(day)s.", words=words, day=day)
    return words


def _of_return(row: Arrangement, at: str, day: str) -> str:
    if row.state == "done":
        return _("You came back.")
    if row.state == "booked":
        return _("It is booked: %(when)s.", when=at)
    if row.state == "happened":
        words = _("We were told that this happened: %(condition)s. We ring you soon.", condition=row.condition)
        return _("%(words)s Your time stays booked: %(when)s.", words=words, when=at) if at else words
    if day and row.condition:
        return _("Please come by %(day)s, or before if this happens: %(condition)s", day=day, condition=row.condition)
    if day:
        return _("Please come by %(day)s. It is not booked yet.", day=day)
    return _("Please come if this happens: %(condition)s", condition=row.condition)
