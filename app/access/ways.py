"""How an account can prove who somebody is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Account, Passkey, Totp


@dataclass(frozen=True)
class Ways:
    """What somebody has: a passphrase, passkeys, an app that shows numbers (staff only)."""

    passphrase: bool
    passkey: bool
    number: bool

    @property
    def any(self) -> bool:
        return self.passphrase or self.passkey or self.number

    @property
    def second(self) -> bool:
        """Whether there is a second step after the passphrase."""
        return self.passkey or self.number


def of(session: Session, account: Account) -> Ways:
    """The ways of ``account``, in one statement."""
    passkey, number = session.execute(
        sa.select(
            sa.exists().where(Passkey.account_id == account.id),
            sa.exists().where(Totp.account_id == account.id, Totp.confirmed_at.is_not(None)),
        )
    ).one()
    return Ways(account.passphrase_hash is not None, bool(passkey), bool(number) and account.is_staff)
