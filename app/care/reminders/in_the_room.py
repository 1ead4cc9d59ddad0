"""A test message to somebody's own devices, sent by a member of the team who sets up the phone with them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.reminders.devices import TEST_LASTS, new_test
from app.care.reminders.schedule import TEST
from app.errors import Refusal
from app.i18n import lazy_gettext as _l
from app.models import Delivery, Patient, PushSubscription, Reminder


def devices(session: Session, grant: Grant) -> list[PushSubscription]:
    """The person's own devices that said yes to reminders, newest first. Never a helper's."""
    grant.must(Permission.INVITE)
    person = records.one(session, grant, Patient, grant.patient_id)
    if person.account_id is None:
        return []
    query = sa.select(PushSubscription).where(PushSubscription.account_id == person.account_id)
    return list(session.scalars(query.order_by(PushSubscription.created_at.desc(), PushSubscription.id)))


def last_test(session: Session, grant: Grant, since: datetime) -> Reminder | None:
    """The newest test about this person to their own account since then, whoever asked for it."""
    grant.must(Permission.INVITE)
    person = records.one(session, grant, Patient, grant.patient_id)
    query = records.of(session, grant, Reminder).where(
        Reminder.kind == TEST, Reminder.account_id == person.account_id, Reminder.due_at > since
    )
    return session.scalars(query.order_by(Reminder.due_at.desc(), Reminder.id)).first()


def phone_said(session: Session, grant: Grant, test: Reminder | None) -> tuple[datetime | None, datetime | None]:
    """When a phone first showed that test, and when it was first opened there, by its own report; None: unknown.

    Some systems show a message without telling us, so "shown" may be unknown although it was seen.
    """
    grant.must(Permission.INVITE)
    if test is None:
        return None, None
    first = (sa.func.min(Delivery.shown_at), sa.func.min(Delivery.opened_at))
    query = records.of(session, grant, Delivery).where(Delivery.reminder_id == test.id).with_only_columns(*first)
    shown, opened = session.execute(query).one()
    return shown, opened


def send(session: Session, grant: Grant) -> Reminder:
    """Ask for the one neutral sentence of a test, to all the person's own devices, within seconds.

    One at a time: while one waits it is given back. Raises ``Refusal`` when no device gets reminders yet.
    """
    found = devices(session, grant)
    if not found:
        raise Refusal(_l("No phone of this person gets reminders yet. Turn them on there first."))
    waiting = last_test(session, grant, clock.now() - TEST_LASTS)
    if waiting is not None and waiting.state == "due":
        return waiting
    made = new_test(session, grant, found[0].account_id)
    audit.record(session, grant, "send test reminder", "reminder", made.id)
    return made
