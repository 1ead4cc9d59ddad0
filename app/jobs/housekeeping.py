"""What has to be looked at although nobody opened a page: reviews and last days coming near, what did not happen in
its time, tries and links long past.

Safe to run twice at once: a concern is raised once, and removing what is gone removes nothing.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.arrangements import due as arranged
from app.care.arrangements import unread as untold
from app.care.concerns import timed
from app.care.people import ownerless, rehoming
from app.care.questionnaires import rules_about_asking, unread
from app.care.reminders import devices
from app.care.reminders.schedule import AT_ONCE
from app.care.reminders.unseen import was_seen
from app.care.reviews import due
from app.care.treatments import trials
from app.care.worse import expiry
from app.config import Config
from app.db import Database
from app.jobs import resealing
from app.models import (
    Ceremony,
    Delivery,
    HalfSignIn,
    Mail,
    Reminder,
    ReminderSnooze,
    RemovedDevice,
    SignInLink,
    Throttle,
)

SEAL_A_DAY = 2_000
"""Rows that are sealed anew in one pass at most; the rest waits for the next, or for `handrail vault rotate`."""
KEEP_TRIES = timedelta(days=1)
"""Longer than any wait that they can cause (an hour)."""
KEEP_REMINDERS = timedelta(days=60)
KEEP_MAIL = timedelta(days=365)
"""An e-mail's row is why it comes once, for as long as nobody sees a reminder: after a year it may come again."""
KEEP_REMOVED = timedelta(days=730)
"""Longer than a phone lies in a drawer: until then a browser that was removed does not come back by itself."""
COME_AGAIN = ("activity", "measurement", *AT_ONCE)
"""Kinds that come each day, or when somebody asks. Of the others the row is kept: it is why they never come twice."""


def tidy(config: Config, database: Database) -> int:
    """Raise what is due and remove what is past. Returns how many reviews are near or late."""
    with database.write() as session:
        reviews = due.raise_due(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        expiry.raise_due(session, clock.today(config.practice.time_zone))
        trials.raise_due(session, clock.today(config.practice.time_zone))
        arranged.raise_due(session, clock.today(config.practice.time_zone))
        untold.raise_due(session)
    with database.write() as session:
        timed.raise_due(session, clock.today(config.practice.time_zone))
    ask_by_rules(config, database)
    with database.write() as session:
        rehoming.rehome(session, clock.today(config.practice.time_zone))
        ownerless.raise_due(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        unread.press(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        before = clock.now() - KEEP_TRIES
        session.execute(sa.delete(Throttle).where(Throttle.last_at < before))
        session.execute(sa.delete(SignInLink).where(SignInLink.expires_at < before))
        for short in (Ceremony, HalfSignIn):  # they hold for minutes
            session.execute(sa.delete(short).where(short.expires_at < clock.now()))
        _forget_reminders(session)
    with database.write() as session:
        devices.seal_all(session, config.vault)
    resealing.reseal(database, config.vault, most=SEAL_A_DAY)
    return reviews


def ask_by_rules(config: Config, database: Database) -> int:
    """Ask everybody what their rules say is due, one person a transaction. Returns how many forms."""
    with database.read() as session:
        people = rules_about_asking.people_with_rules(session)
    made = 0
    for patient_id in people:
        with database.write() as session:
            made += rules_about_asking.ask_what_is_due(session, patient_id, config.practice.questions_a_month)
    return made


def _forget_reminders(session: Session) -> None:
    """All but the last one that each receiver saw: from then on those that nobody saw are counted (`unseen`)."""
    before = clock.now() - KEEP_REMINDERS
    later = sa.orm.aliased(Reminder)
    newer = sa.exists().where(
        later.patient_id == Reminder.patient_id, later.account_id == Reminder.account_id,
        later.sent_at > Reminder.sent_at, was_seen(later),
    )  # fmt: skip
    past = sa.select(Reminder.id).where(
        Reminder.kind.in_(COME_AGAIN), Reminder.state != "due", Reminder.due_at < before,
        sa.or_(~was_seen(Reminder), newer),
    )  # fmt: skip
    session.execute(sa.delete(Delivery).where(Delivery.reminder_id.in_(past)))
    session.execute(sa.delete(Reminder).where(Reminder.id.in_(past)))
    session.execute(sa.delete(RemovedDevice).where(RemovedDevice.removed_at < clock.now() - KEEP_REMOVED))
    session.execute(sa.delete(ReminderSnooze).where(ReminderSnooze.until < before))
    session.execute(sa.delete(Mail).where(Mail.state != "due", Mail.created_at < clock.now() - KEEP_MAIL))
