"""A code that opens an account which is there already, once: after a lost phone or a forgotten passphrase.

Whoever gives it never sees or sets a passphrase. Using it ends every other session of the account.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, codes, sessions
from app.db import lock as held
from app.errors import Gone, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, WayBack

LENGTH = 8  # as an invitation, which is typed on the same page
SORT = "way back"


def make(session: Session, account: Account, good_for: timedelta) -> tuple[WayBack, str]:
    """A new code for this account; an older unused one stops working. Whoever calls asks who may, and notes why."""
    now = clock.now()
    session.scalars(held(sa.select(Account.id).where(Account.id == account.id))).one()  # of two at once one works
    withdraw(session, account)
    code = codes.new(LENGTH)
    row = WayBack(
        account_id=account.id, code_hash=codes.digest(code, SORT), created_at=now, expires_at=now + good_for
    )
    session.add(row)
    session.flush()
    return row, code


def withdraw(session: Session, account: Account) -> None:
    """Codes of this account that nobody used yet open nothing any more."""
    session.execute(
        sa.update(WayBack)
        .where(WayBack.account_id == account.id, WayBack.used_at.is_(None), WayBack.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )


def find(session: Session, code: str, *, lock: bool = False) -> tuple[WayBack, Account]:
    """The living code with its account. Raises ``Gone`` with the same words whatever is wrong with it."""
    query: Any = (
        sa.select(WayBack, Account)
        .join(Account, Account.id == WayBack.account_id)
        .where(
            WayBack.code_hash == codes.digest(code, SORT), WayBack.used_at.is_(None),
            WayBack.withdrawn_at.is_(None), WayBack.expires_at > clock.now(), Account.closed_at.is_(None),
        )
    )  # fmt: skip
    row = session.execute(held(query) if lock else query).first()
    if row is None:
        raise Gone(codes.NO_SUCH)
    return row[0], row[1]


def use(session: Session, code: str, passphrase_hash: str | None = None) -> tuple[WayBack, Account]:
    """Use it up: a new passphrase if there is one, and everybody who was signed in is signed out.

    Raises ``Gone``, and ``Invalid`` for staff without a new passphrase: they never stay signed in without one.
    """
    row, account = find(session, code, lock=True)
    if account.is_staff and passphrase_hash is None:
        raise Invalid(fields={"passphrase": _l("Choose a new passphrase.")})
    row.used_at = clock.now()
    if passphrase_hash:
        account.passphrase_hash = passphrase_hash
    sessions.end(session, account)
    audit.record_account(session, account.id, "use way back")
    return row, account
