"""The quick lock of one device: after some minutes of rest its pages ask for the PIN. It ends no session by itself.

Only long sign-ins on somebody's own phone have it; staff are signed out instead. Whether it is shut is worked out
from when the device was last used, so nothing has to happen at that moment.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.passphrases import hash_
from app.db import lock as held
from app.errors import Invalid, Refusal
from app.i18n import lazy_gettext as _l
from app.models import Account, LoginSession

MINUTES = (5, 10, 30)
USUAL = 10
DIGITS = 6
TRIES = 5
"""Wrong PINs in a row; then the device is signed out. Whoever has no such device cannot cause it."""


def may_have(account: Account, login: LoginSession | None) -> bool:
    """Whether this sign-in can have a quick lock: a long one of somebody who is no staff."""
    return login is not None and login.stay and not account.is_staff


def is_on(login: LoginSession | None) -> bool:
    """Whether this device has a quick lock."""
    return login is not None and login.rest_minutes is not None


def is_shut(login: LoginSession | None) -> bool:
    """Whether pages have to wait until the lock is opened."""
    if login is None or login.rest_minutes is None:
        return False
    return login.locked_at is not None or clock.now() - login.used_at >= timedelta(minutes=login.rest_minutes)


def tidy(pin: str) -> str:
    """A PIN as it is compared: what people type may have spaces."""
    return "".join(pin.split())[:40]


def is_complete(pin: str) -> bool:
    """Whether this has the shape of a PIN. What has not is no try."""
    return len(pin) == DIGITS and pin.isascii() and pin.isdecimal()


def hash_new(pin: str) -> str:
    """The hash to store of a new PIN, slow on purpose. Raises ``Invalid`` for one that will not do."""
    words = None
    if not is_complete(pin):
        words = _l("A PIN has 6 digits.")
    elif len(set(pin)) < 3 or pin in "01234567890" or pin in "09876543210":
        words = _l("That one is easy to guess. Choose other digits.")
    if words is not None:
        raise Invalid(words, {"pin": words})
    return hash_(pin)


def turn_on(session: Session, account: Account, login: LoginSession, minutes: int, pin_hash: str | None) -> None:
    """From now on this device locks after ``minutes`` of rest. Without ``pin_hash`` the PIN stays as it is."""
    if not may_have(account, login):
        raise Refusal(_l("A quick lock works only where you stay signed in."))
    if minutes not in MINUTES:
        raise Invalid(fields={"minutes": _l("Choose one of these.")})
    now = clock.now()
    values = {"rest_minutes": minutes, "used_at": now, "locked_at": None, "pin_tries": 0}
    _set(session, login, **values, **({"pin_hash": pin_hash} if pin_hash else {}))
    audit.record_account(session, account.id, "turn on quick lock")


def turn_off(session: Session, account: Account, login: LoginSession) -> None:
    """This device does not lock any more; its PIN is forgotten."""
    _set(session, login, rest_minutes=None, pin_hash=None, pin_tries=0, locked_at=None)
    audit.record_account(session, account.id, "turn off quick lock")


def shut(session: Session, login: LoginSession) -> None:
    """Lock now. What was opened by a second step is closed, too."""
    if is_on(login):
        _set(session, login, locked_at=clock.now(), unlocked_until=None)


def open_(session: Session, account: Account, login: LoginSession, by: str) -> None:
    """The lock is opened: by "pin", "passphrase", or whatever else has proved who this is (a passkey).

    What a second step had opened before is closed: six digits are no passphrase.
    """
    _set(session, login, locked_at=None, pin_tries=0, used_at=clock.now(), unlocked_until=None)
    audit.record_account(session, account.id, f"open quick lock by {by}")


def count_try(session: Session, login: LoginSession) -> int:
    """Count a try with a PIN before it is looked at, so that many at once are not more than five.

    Returns how many are left after this one; less than 0 means that it may not be looked at.
    """
    row = session.scalars(held(sa.select(LoginSession).where(LoginSession.id == login.id))).one()
    row.pin_tries += 1
    return TRIES - row.pin_tries


def forget_tries(session: Session, login: LoginSession) -> None:
    """The PIN fitted: the next wrong one is the first again."""
    _set(session, login, pin_tries=0)


def _set(session: Session, login: LoginSession, **values: object) -> None:
    session.execute(sa.update(LoginSession).where(LoginSession.id == login.id).values(**values))
