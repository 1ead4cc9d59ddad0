"""The second step of staff after the passphrase: a number from an app, or a code from paper when the app is lost.

Between the two steps there is a half sign-in: a row that a cookie points to, for minutes, which opens nothing.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, sessions
from app.access.sessions import digest
from app.models import Account, HalfSignIn, Passkey, RecoveryCode, Totp
from app.vault import Unreadable, Vault

HALF_FOR = timedelta(minutes=5)
TO_SET_UP = timedelta(minutes=20)
SECONDS = 30
SLACK = 1
"""Numbers before and after the present one that fit as well: clocks differ."""
CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12  # 31^12, about 59 bits


def begin_half(session: Session, account: Account, *, to_set_up: bool = False) -> str:
    """The passphrase fitted; returns the token for the browser's cookie."""
    token = secrets.token_urlsafe(32)
    until = clock.now() + (TO_SET_UP if to_set_up else HALF_FOR)
    session.add(HalfSignIn(token_hash=digest(token), account_id=account.id, expires_at=until))
    audit.record_account(session, account.id, "half sign in")
    return token


def half(session: Session, token: str) -> Account | None:
    """Whose half sign-in this is; None when there is none or its time is over."""
    return session.scalar(
        sa.select(Account)
        .join(HalfSignIn, HalfSignIn.account_id == Account.id)
        .where(
            HalfSignIn.token_hash == digest(token),
            HalfSignIn.expires_at > clock.now(),
            Account.closed_at.is_(None),
        )
    )


def end_half(session: Session, token: str) -> bool:
    """Use a half sign-in up; False when somebody else did."""
    gone = session.execute(
        sa.delete(HalfSignIn).where(HalfSignIn.token_hash == digest(token)).returning(HalfSignIn.token_hash)
    )
    return gone.first() is not None


def begin_number(session: Session, account: Account, vault: Vault) -> None:
    """A new seed for the app that shows numbers. It asks for nothing until a first number fitted."""
    session.execute(sa.delete(Totp).where(Totp.account_id == account.id, Totp.confirmed_at.is_(None)))
    seed = vault.seal(pyotp.random_base32(), "totp", "seed", account.id)
    session.add(Totp(account_id=account.id, seed=seed, created_at=clock.now()))
    session.flush()


def number(session: Session, account: Account, *, confirmed: bool) -> Totp | None:
    """The app of this account, if there is one and it is confirmed (or is still to be)."""
    is_so = Totp.confirmed_at.is_not(None) if confirmed else Totp.confirmed_at.is_(None)
    return session.scalar(sa.select(Totp).where(Totp.account_id == account.id, is_so))


def seed_of(row: Totp, vault: Vault) -> str:
    """The seed in clear, to be shown once."""
    return vault.open(row.seed, "totp", "seed", row.account_id)


def address_of(seed: str, account: Account, practice: str) -> str:
    """What the square for the app's camera holds."""
    return pyotp.TOTP(seed, interval=SECONDS).provisioning_uri(name=account.sign_in, issuer_name=practice)


def number_fits(session: Session, row: Totp, typed: str, vault: Vault) -> bool:
    """Whether the app shows this number now. Each number fits once, also when it is sent twice at the same time."""
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    try:
        totp = pyotp.TOTP(seed_of(row, vault), interval=SECONDS)
    except Unreadable:
        return False
    now = int(clock.now().timestamp()) // SECONDS
    steps = [s for s in range(now - SLACK, now + SLACK + 1) if hmac.compare_digest(totp.generate_otp(s), digits)]
    if not steps:
        return False
    used = session.execute(
        sa.update(Totp)
        .where(Totp.account_id == row.account_id, Totp.last_step < steps[0])
        .values(last_step=steps[0], confirmed_at=sa.func.coalesce(Totp.confirmed_at, clock.now()))
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # an update has one


def remove_number(session: Session, account: Account) -> None:
    """The app is no longer asked for."""
    session.execute(sa.delete(Totp).where(Totp.account_id == account.id))
    audit.record_account(session, account.id, "remove number")


def forget(session: Session, account: Account, *, by_id: str | None = None) -> None:
    """On the word of the office, for somebody who lost phone and paper: no second step, and signed out everywhere.

    ``by_id``: who of the office did it; nobody when it was a command.
    """
    for one in (Passkey, Totp, RecoveryCode, HalfSignIn):
        session.execute(sa.delete(one).where(one.account_id == account.id))
    sessions.end(session, account)
    audit.record_account(session, account.id, "forget second step", by_id=by_id)


def new_codes(session: Session, account: Account, secret: str) -> list[str]:
    """Ten codes for paper; older ones stop working. They are stored nowhere, only what tells them again."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    session.add_all(
        RecoveryCode(code_hash=_mark(code, account, secret), account_id=account.id, created_at=clock.now())
        for code in codes
    )
    audit.record_account(session, account.id, "new recovery codes")
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]


def codes_left(session: Session, account: Account) -> int:
    """How many codes on paper still work."""
    query = sa.select(sa.func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return session.scalar(query) or 0


def use_code(session: Session, account: Account, typed: str, secret: str) -> bool:
    """Whether this is a code from paper that nobody used yet; it is used now."""
    used = session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.code_hash == _mark(typed, account, secret),
            RecoveryCode.account_id == account.id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if used.rowcount:  # type: ignore[attr-defined]
        audit.record_account(session, account.id, "use recovery code")
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _mark(code: str, account: Account, secret: str) -> str:
    """What is stored of a code: of no use without the installation's secret key."""
    plain = "".join(c for c in code.lower() if c in ALPHABET)
    return hmac.new(secret.encode(), f"recovery code\0{account.id}\0{plain}".encode(), "sha256").hexdigest()
