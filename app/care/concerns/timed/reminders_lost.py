"""Reminders that reach no device any more: the person may wait for a ring that never comes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.care.concerns.limits import Values
from app.care.concerns.timed.stages import Stages
from app.models import Account, Patient, Reminder

RULE = "reminders_lost"
LOST = ("gave_up", "no_device")
"""Why a reminder was dropped when no device of the account took it."""


def raise_due(session: Session, limits: Values) -> int:
    """Raise a line for each account whose last reminders about a person all got lost after some had arrived.

    Who never had a device that receives is not among them: nothing stopped. One that arrives closes the line.
    """
    stages, lost, raised = Stages(session, RULE), set(), 0
    for patient_id, account, own, count, arrived in session.execute(_lost(int(limits.least("lost_reminders")))):
        if count < limits.of(patient_id, "lost_reminders"):
            continue
        lost.add((patient_id, account.id))
        why = {"count": count, "name": "" if account.id == own else account.first_name}
        raised += stages.raise_once(patient_id, account.id, arrived.isoformat(), why)
    stages.close_all_but(lost, "changed")
    return raised


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
