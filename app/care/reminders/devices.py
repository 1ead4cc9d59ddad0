"""The browsers that said yes, for whoever acts: keep one, list them, remove one, ask for a test message."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.reminders.schedule import TEST
from app.db import lock, new_id
from app.errors import NotFound, Refusal
from app.i18n import lazy_gettext
from app.models import PushSubscription, Reminder, RemovedDevice
from app.models.push_address import NotAPushService, check, check_keys, service_of
from app.vault import Vault

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
    vault: Vault,
    extra_origins: Sequence[str] = (),
) -> PushSubscription:
    """Store, sealed, what the browser gave us. A browser that was somebody else's is now the one of whoever acts.

    Raises `NotAPushService` (422) when the address or the keys are not those of a push service.
    """
    grant.must(Permission.OWN_REMINDERS)
    check(endpoint, extra_origins)
    check_keys(p256dh, auth)
    found = session.scalars(lock(_at(endpoint))).first()
    if found is None:
        _make_room(session, grant)
        found = PushSubscription(id=new_id(), created_at=clock.now())
        session.add(found)
    elif found.account_id != grant.actor_id:
        found.created_at = clock.now()
    found.account_id, found.login_session_id, found.device = grant.actor_id, login_id, device[:80]
    found.vapid_key_id, found.failures = key_id, 0
    _seal(found, vault, endpoint, p256dh, auth)
    session.execute(sa.delete(RemovedDevice).where(RemovedDevice.endpoint_print == found.endpoint_print))
    session.flush()
    audit.record(session, grant, "keep device", "push_subscription", found.id)
    return found


def renew(
    session: Session,
    account_id: str,
    *,
    old: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    vault: Vault,
    extra_origins: Sequence[str] = (),
) -> bool:
    """The browser changed the address of a device of this account by itself. False when it is none of theirs.

    The key pair stays the one it subscribed under. Raises `NotAPushService` like `keep`.
    """
    check(endpoint, extra_origins)
    check_keys(p256dh, auth)
    found = session.scalars(lock(_at(old).where(PushSubscription.account_id == account_id))).first()
    if found is None:
        return False
    taken = session.scalars(_at(endpoint)).first()
    if taken is not None and taken is not found:
        raise NotAPushService
    _seal(found, vault, endpoint, p256dh, auth)
    found.failures = 0
    return True


def seal_all(session: Session, vault: Vault, most: int = 500) -> int:
    """Seal rows from before the vault. Returns how many; safe to run twice at once."""
    query = sa.select(PushSubscription).where(PushSubscription.endpoint_print.is_(None)).limit(most)
    rows = list(session.scalars(lock(query, skip_locked=True)))
    for row in rows:
        _seal(row, vault, row.endpoint, row.p256dh, row.auth)
    return len(rows)


def opened(vault: Vault, id_: str, endpoint: str, p256dh: str, auth: str) -> tuple[str, str, str]:
    """Endpoint and keys of a row in clear, to send there now. Raises `Unreadable`."""
    pairs = (("endpoint", endpoint), ("p256dh", p256dh), ("auth", auth))
    clear = [vault.open(text, "push_subscription", column, id_) for column, text in pairs]
    return clear[0], clear[1], clear[2]


def remove(session: Session, grant: Grant, id_: str) -> None:
    """Forget one device of whoever acts. NotFound when it is not theirs."""
    found = next((one for one in mine(session, grant) if one.id == id_), None)
    if found is None:
        raise NotFound()
    _take_out(session, found)
    audit.record(session, grant, "remove device", "push_subscription", id_)


def ask_for_test(session: Session, grant: Grant) -> None:
    """Send a test message to all devices of whoever acts, within seconds. At most one at a time."""
    if not mine(session, grant):
        raise Refusal(lazy_gettext("No phone or computer of yours gets reminders yet. Turn them on first."))
    waiting = sa.select(Reminder.id).where(
        Reminder.account_id == grant.actor_id,
        Reminder.kind == TEST,
        Reminder.state == "due",
        Reminder.stale_at > clock.now(),
    )
    if session.scalars(waiting).first() is None:
        new_test(session, grant, grant.actor_id)


def state_of(session: Session, print_: str) -> str:
    """Of the browser with this fingerprint: "kept" when it is a device of anybody, "removed" when it was taken out on
    purpose and is not to come back by itself, else "lost".

    Somebody else's device is theirs to mend: who signs in on a shared phone must not end its owner's reminders.
    """
    if session.scalar(sa.select(PushSubscription.id).where(PushSubscription.endpoint_print == print_)) is not None:
        return "kept"
    return "removed" if session.get(RemovedDevice, print_) else "lost"


def new_test(session: Session, grant: Grant, account_id: str) -> Reminder:
    """A test about the grant's patient that is due now, to all devices of this account. Whoever calls asks who may,
    and whether one waits already."""
    now = clock.now()
    made = Reminder(
        patient_id=grant.patient_id, account_id=account_id, kind=TEST, key="", dedupe=f"{TEST}:{new_id()}",
        due_at=now, next_try_at=now, stale_at=now + TEST_LASTS,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _make_room(session: Session, grant: Grant) -> None:
    """Forget whichever devices were heard of longest ago, so that one more fits."""
    heard = sorted(mine(session, grant), key=lambda one: one.last_success_at or one.created_at)
    for one in heard[: max(0, len(heard) - MOST + 1)]:
        _take_out(session, one)


def _take_out(session: Session, row: PushSubscription) -> None:
    """Forget it, and that it was on purpose: else that browser would come back by itself."""
    session.merge(RemovedDevice(endpoint_print=print_of(row), removed_at=clock.now()))
    session.delete(row)


def subscription_of(given: Any) -> dict[str, str]:
    """The three texts of a subscription. What is missing or no text becomes empty, which the checks refuse."""
    keys = given.get("keys") if isinstance(given, dict) else None
    return {
        "endpoint": text_of(given, "endpoint"), "p256dh": text_of(keys, "p256dh"), "auth": text_of(keys, "auth"),
    }  # fmt: skip


def text_of(given: Any, name: str) -> str:
    """The text under this name of what a browser sent, or empty."""
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, str) else ""


def fingerprint(endpoint: str) -> str:
    """What a page may say of an endpoint, so that the browser can recognise its own."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def print_of(row: PushSubscription) -> str:
    """The fingerprint of a stored device."""
    return row.endpoint_print or fingerprint(row.endpoint)


def _at(endpoint: str) -> sa.Select[PushSubscription]:
    """The row of this endpoint, sealed or from before."""
    mine = sa.or_(PushSubscription.endpoint_print == fingerprint(endpoint), PushSubscription.endpoint == endpoint)
    return sa.select(PushSubscription).where(mine)


def _seal(row: PushSubscription, vault: Vault, endpoint: str, p256dh: str, auth: str) -> None:
    row.endpoint_print, row.service = fingerprint(endpoint), service_of(endpoint)
    row.endpoint = vault.seal(endpoint, "push_subscription", "endpoint", row.id)
    row.p256dh = vault.seal(p256dh, "push_subscription", "p256dh", row.id)
    row.auth = vault.seal(auth, "push_subscription", "auth", row.id)
