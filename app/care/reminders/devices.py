"""The browsers that said yes, for whoever acts: keep one, list them, remove one, ask for a test message."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.reminders.sending import TEST
from app.db import lock, new_id
from app.errors import NotFound, Refusal
from app.i18n import lazy_gettext
from app.models import PushSubscription, Reminder
from app.models.push_address import check, check_keys

MOST = 10
"""Devices of one account; one more pushes out the one that was heard of longest ago."""
TEST_LASTS = timedelta(minutes=10)


def mine(session: Session, grant: Grant) -> list[PushSubscription]:
    """The devices of whoever acts, newest first."""
    grant.must(Permission.OWN_REMINDERS)
    query = sa.select(PushSubscription).where(PushSubscription.account_id == grant.actor_id)
    return list(session.scalars(query.order_by(PushSubscription.created_at.desc(), PushSubscription.id)))


def keep(
    session: Session,
    grant: Grant,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    device: str,
    login_id: str | None,
    key_id: str,
    extra_origins: Sequence[str] = (),
) -> PushSubscription:
    """Store what the browser gave us. A browser that was somebody else's is now the one of whoever acts.

    Raises `NotAPushService` (422) when the address or the keys are not those of a push service.
    """
    grant.must(Permission.OWN_REMINDERS)
    check(endpoint, extra_origins)
    check_keys(p256dh, auth)
    found = session.scalars(lock(sa.select(PushSubscription).where(PushSubscription.endpoint == endpoint))).first()
    if found is None:
        _make_room(session, grant)
        found = PushSubscription(endpoint=endpoint, created_at=clock.now())
        session.add(found)
    found.account_id, found.login_session_id, found.device = grant.actor_id, login_id, device[:80]
    found.p256dh, found.auth, found.vapid_key_id, found.failures = p256dh, auth, key_id, 0
    session.flush()
    audit.record(session, grant, "keep device", "push_subscription", found.id)
    return found


def remove(session: Session, grant: Grant, id_: str) -> None:
    """Forget one device of whoever acts. NotFound when it is not theirs."""
    found = next((one for one in mine(session, grant) if one.id == id_), None)
    if found is None:
        raise NotFound()
    session.delete(found)
    audit.record(session, grant, "remove device", "push_subscription", id_)


def ask_for_test(session: Session, grant: Grant) -> None:
    """Send a test message to all devices of whoever acts, within seconds. At most one at a time."""
    if not mine(session, grant):
        raise Refusal(lazy_gettext("No phone or computer of yours gets reminders yet. Turn them on first."))
    now = clock.now()
    waiting = sa.select(Reminder.id).where(
        Reminder.account_id == grant.actor_id,
        Reminder.kind == TEST,
        Reminder.state == "due",
        Reminder.stale_at > now,
    )
    if session.scalars(waiting).first() is not None:
        return
    session.add(
        Reminder(
            patient_id=grant.patient_id,
            account_id=grant.actor_id,
            kind=TEST,
            key="",
            dedupe=f"{TEST}:{new_id()}",
            due_at=now,
            next_try_at=now,
            stale_at=now + TEST_LASTS,
        )
    )


def _make_room(session: Session, grant: Grant) -> None:
    """Forget whichever devices were heard of longest ago, so that one more fits."""
    heard = sorted(mine(session, grant), key=lambda one: one.last_success_at or one.created_at)
    for one in heard[: max(0, len(heard) - MOST + 1)]:
        session.delete(one)


def fingerprint(endpoint: str) -> str:
    """What a page may say of an endpoint, so that the browser can recognise its own."""
    return hashlib.sha256(endpoint.encode()).hexdigest()
