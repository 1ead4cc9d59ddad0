"""Reminders that reach no device any more, or that nobody sees: the person may wait for a ring that never comes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.care.concerns.limits import Values
from app.care.concerns.timed.stages import Stages
from app.care.reminders import mails, unseen
from app.models import Account, Patient, Reminder

RULE = "reminders_lost"
LOST = ("gave_up", "no_device")
"""Why a reminder was dropped when no device of the account took it."""


def raise_due(session: Session, limits: Values) -> int:
    """Raise a line for each account whose last reminders about a person all got lost after some had arrived.

    Who never had a device that receives is not among them: nothing stopped. One that arrives closes the line.
    """
    stages, lost, raised = Stages(session, RULE, asks=True), set(), 0
    for patient_id, account, own, count, arrived in session.execute(_lost(int(limits.least("lost_reminders")))):
        if count < limits.of(patient_id, "lost_reminders"):
            continue
        lost.add((patient_id, account.id))
        why = {"count": count, "name": "" if account.id == own else account.first_name}
        raised += stages.raise_once(patient_id, account.id, arrived.isoformat(), why)
    raised += _raise_unseen(session, limits, stages, lost)
    stages.close_all_but(lost, "changed")
    return raised


def _raise_unseen(session: Session, limits: Values, stages: Stages, lost: set[tuple[str, str]]) -> int:
    """The same line for reminders that were sent and not seen on any device, after an e-mail had its time to help."""
    raised, by_mail = 0, mails.still_working(session)
    streaks = unseen.streaks(session, int(limits.least("lost_reminders")))
    people, names = _people(session, streaks)
    for one in streaks:
        key = (one.patient_id, one.account_id)
        if one.count < limits.of(one.patient_id, "lost_reminders") or key in lost:
            continue
        lost.add(key)
        if mails.dedupe(one) in by_mail:
            continue
        name = "" if people.get(one.patient_id) == one.account_id else names[one.account_id]
        why = {"count": one.count, "name": name, "unseen": True}
        raised += stages.raise_once(*key, one.since.isoformat(), why)
    return raised


def _people(session: Session, streaks: list[unseen.Streak]) -> tuple[dict[str, str | None], dict[str, str]]:
    """Whose account each person's own is, and the first name of each account."""
    own = sa.select(Patient).where(Patient.id.in_({one.patient_id for one in streaks}))
    accounts = sa.select(Account).where(Account.id.in_({one.account_id for one in streaks}))
    return (
        {one.id: one.account_id for one in session.scalars(own)},
        {one.id: one.first_name for one in session.scalars(accounts)},
    )


def _lost(least: int) -> sa.Select[str, Account, str | None, int, datetime]:
    arrived = (
        sa.select(Reminder.patient_id, Reminder.account_id, sa.func.max(Reminder.sent_at).label("at"))
        .where(Reminder.sent_at.is_not(None))
        .group_by(Reminder.patient_id, Reminder.account_id)
        .subquery()
    )
    after = sa.and_(
        Reminder.patient_id == arrived.c.patient_id, Reminder.account_id == arrived.c.account_id,
        Reminder.due_at > arrived.c.at, Reminder.state == "dropped", Reminder.why_dropped.in_(LOST),
    )  # fmt: skip
    counted = (
        sa.select(arrived.c.patient_id, arrived.c.account_id, arrived.c.at, sa.func.count().label("count"))
        .join(Reminder, after)
        .group_by(arrived.c.patient_id, arrived.c.account_id, arrived.c.at)
        .having(sa.func.count() >= least)
        .subquery()
    )
    return (
        sa.select(counted.c.patient_id, Account, Patient.account_id, counted.c.count, counted.c.at)
        .join(Account, Account.id == counted.c.account_id)
        .join(Patient, Patient.id == counted.c.patient_id)
    )
