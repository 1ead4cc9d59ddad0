"""Signed-in devices: rows that can be listed and ended. The token is only ever on the device."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.models import Account, LoginSession, PushSubscription

# Inactivity and absolute limits. A person on their own phone stays; staff do not.
LIMITS = {
    "stay": (timedelta(days=90), timedelta(days=365)),
    "short": (timedelta(hours=12), timedelta(hours=24)),
    "staff": (timedelta(minutes=60), timedelta(hours=12)),
}
WAYS = ("passphrase", "passkey", "number", "code", "card", "back", "link")
"""How somebody signed in: "number" is a passphrase with a number, "code" an invitation, "back" a way back."""
PROVED_FOR = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=5)
TOUCH_BEFORE_LOCK = timedelta(minutes=1)
"""The same where a quick lock counts the minutes of rest."""
UNLOCKED_FOR = timedelta(minutes=10)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _limits(account: Account, stay: bool) -> tuple[timedelta, timedelta]:
    return LIMITS["staff" if account.is_staff else "stay" if stay else "short"]


def start(
    session: Session,
    account: Account,
    device: str,
    stay: bool,
    how: str = "passphrase",
    passkey_id: str | None = None,
    card_id: str | None = None,
) -> str:
    """Sign ``account`` in on a device; returns the token that the device keeps (256 random bits).

    ``card_id``: the printed card that it was done with. It opens and proves nothing: whoever finds it has it.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    idle, _absolute = _limits(account, stay)
    session.add(
        LoginSession(
            account_id=account.id,
            token_hash=digest(token),
            device=device[:80],
            stay=stay and not account.is_staff,
            card_id=card_id,
            created_at=now,
            used_at=now,
            expires_at=now + idle,
            how=how,
            passkey_id=passkey_id,
            proved_at=None if card_id else now,
        )
    )
    audit.record_account(session, account.id, "sign in")
    return token


def find(session: Session, token: str) -> tuple[LoginSession, Account] | None:
    """The living session of ``token`` with its account, in one statement; None when there is none."""
    row = session.execute(
        sa.select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(
            LoginSession.token_hash == digest(token),
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > clock.now(),
            Account.closed_at.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def is_due(login: LoginSession) -> bool:
    """Whether it is time to note that this session is in use (not at every request)."""
    return clock.now() - login.used_at > (TOUCH_BEFORE_LOCK if login.rest_minutes else TOUCH_EVERY)


def touch(session: Session, login: LoginSession, account: Account) -> None:
    """Note that the session is in use and let it slide, up to its absolute end."""
    now = clock.now()
    idle, absolute = _limits(account, login.stay)
    session.execute(
        sa.update(LoginSession)
        .where(LoginSession.id == login.id)
        .values(used_at=now, expires_at=min(now + idle, login.created_at + absolute))
    )


def is_proved(login: LoginSession | None, longer: timedelta = timedelta()) -> bool:
    """Whether somebody proved on this device a little while ago who they are."""
    lately = clock.now() - PROVED_FOR - longer
    return login is not None and login.proved_at is not None and login.proved_at > lately


def prove(session: Session, login: LoginSession) -> None:
    """Somebody proved again on this device who they are."""
    session.execute(sa.update(LoginSession).where(LoginSession.id == login.id).values(proved_at=clock.now()))


def may_change_ways(login: LoginSession | None) -> bool:
    """Whether this session may make new ways to sign in without a further proof: a card alone opens, no more."""
    return login is not None and login.card_id is None


def unlock(session: Session, login: LoginSession) -> None:
    """After the second step: private lines are open on this device for ten minutes."""
    _set_unlocked(session, login, clock.now() + UNLOCKED_FOR)


def lock(session: Session, login: LoginSession) -> None:
    """Close private lines on this device before their time is over."""
    _set_unlocked(session, login, None)


def is_unlocked(login: LoginSession | None) -> bool:
    """Whether private lines are open on this device now."""
    return login is not None and login.unlocked_until is not None and login.unlocked_until > clock.now()


def _set_unlocked(session: Session, login: LoginSession, until: datetime | None) -> None:
    session.execute(sa.update(LoginSession).where(LoginSession.id == login.id).values(unlocked_until=until))


def of(session: Session, account: Account) -> list[LoginSession]:
    """Living sessions of ``account``, last used first."""
    query = sa.select(LoginSession).where(
        LoginSession.account_id == account.id,
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > clock.now(),
    )
    return list(session.scalars(query.order_by(LoginSession.used_at.desc())))


def end_opened_with(session: Session, account: Account, card_id: str, keep: str | None = None) -> None:
    """End the sessions of ``account`` that a card opened (but ``keep``)."""
    for one in of(session, account):
        if one.card_id == card_id and one.id != keep:
            end(session, account, one.id)


def end(
    session: Session, account: Account, id_: str | None = None, *, keep: str | None = None, by_id: str | None = None
) -> int:
    """End one session of ``account`` by id, or all (but ``keep``). Its push subscription goes with it.

    ``by_id``: the account that does it, when that is somebody else.

    Returns how many ended; an id of somebody else's session ends nothing.
    """
    ids = [s.id for s in of(session, account) if (id_ is None or s.id == id_) and s.id != keep]
    session.execute(
        sa.delete(PushSubscription).where(
            PushSubscription.account_id == account.id, PushSubscription.login_session_id.in_(ids)
        )
    )
    session.execute(sa.update(LoginSession).where(LoginSession.id.in_(ids)).values(ended_at=clock.now()))
    if ids:
        audit.record_account(session, account.id, "sign out", by_id=by_id)
    return len(ids)
