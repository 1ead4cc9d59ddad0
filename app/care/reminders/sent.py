"""How many messages one account had today, by its own clock."""

from __future__ import annotations

from datetime import time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.reminders.choices import Choices
from app.care.reminders.schedule import TEST
from app.care.reminders.times import local, moment
from app.models import Reminder


def sent_today(session: Session, grant: Grant, one: Choices) -> int:
    """Messages about this person since the account's midnight; one statement."""
    midnight = moment(local(clock.now(), one.time_zone).date(), time(0), one.time_zone)
    query = records.of(session, grant, Reminder).with_only_columns(sa.func.count())
    query = query.where(
        Reminder.account_id == one.account_id, Reminder.sent_at >= midnight, Reminder.kind != TEST
    )  # fmt: skip
    return session.execute(query).scalar_one()
