"""Who works at the practice: letting somebody in, a new way in for them, and the day on which they leave.

Nobody ever sees or sets the passphrase of somebody else. Whoever is new, or lost something, gets a code that works
once, and chooses a passphrase with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, office, second, ways_back
from app.care.people import closing
from app.db import lock
from app.errors import Invalid, NotFound, Refusal
from app.i18n import LANGUAGES
from app.i18n import lazy_gettext as _l
from app.models import Account, AuditEvent, LoginSession, Passkey, Role, Totp, WayBack

GOOD_FOR = timedelta(hours=24)
"""How long a code of the office works: given from hand to hand, and used the same day."""
NOT_BOTH = timedelta(days=7)
"""For so long nobody of the office who did one of the two does the other for the same colleague."""
GAVE_CODE, TOOK_SECOND = "give way back", "forget second step"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the practice, as the office sees them."""

    account: Account
    used_at: datetime | None
    """When they were last here; None if never."""
    has_second: bool
    code_until: datetime | None
    """Until when a code that they have not used yet works."""


def everybody(session: Session, *, closed: bool = False) -> list[Colleague]:
    """Everybody of the practice by name; with ``closed`` also those who left, last. One statement."""
    query = _colleagues() if closed else _colleagues().where(Account.closed_at.is_(None))
    order = (Account.closed_at.is_not(None), sa.func.lower(Account.name), Account.id)
    return [Colleague(*row) for row in session.execute(query.order_by(*order))]


def _colleagues() -> sa.Select[Account, datetime, bool, datetime]:
    now = clock.now()
    last = sa.select(sa.func.max(LoginSession.used_at)).where(LoginSession.account_id == Account.id)
    until = sa.select(sa.func.max(WayBack.expires_at)).where(
        WayBack.account_id == Account.id, WayBack.used_at.is_(None), WayBack.withdrawn_at.is_(None),
        WayBack.expires_at > now,
    )  # fmt: skip
    has_second = sa.or_(
        sa.exists().where(Passkey.account_id == Account.id),
        sa.exists().where(Totp.account_id == Account.id, Totp.confirmed_at.is_not(None)),
    )
    return sa.select(Account, last.scalar_subquery(), has_second, until.scalar_subquery()).where(
        Account.role.is_not(None)
    )


def one(session: Session, account_id: str) -> Colleague:
    """Somebody of the practice, also one who left. Raises ``NotFound``."""
    row = session.execute(_colleagues().where(Account.id == account_id)).first()
    if row is None:
        raise NotFound()
    return Colleague(*row)


def add(
    session: Session, by: Account, *, name: str, sign_in: str, role: str, language: str, zone: str
) -> tuple[Account, str]:
    """A new account, with the code that its owner chooses a passphrase with. Raises ``Invalid`` naming the fields."""
    office.must(by)
    account = new_account(name, sign_in, role, language, zone)
    if taken(session, account.sign_in):
        raise Invalid(fields={"sign_in": _l("Somebody signs in with this name already. Choose another.")})
    session.add(account)
    session.flush()
    audit.record_account(session, account.id, "add staff", by_id=by.id)
    _row, code = ways_back.make(session, account, GOOD_FOR)
    return account, code


def give_code(session: Session, by: Account, account_id: str) -> tuple[Account, str]:
    """A code with which this colleague chooses a new passphrase, once; they are told where they are signed in.

    Their second step stays as it is, so the code alone opens nothing. Raises ``NotFound`` and ``Refusal``, also for
    who took that step away lately.
    """
    account = _colleague(session, by, account_id)
    _not_both(session, by, account, TOOK_SECOND)
    return account, code_for(session, account, by_id=by.id)[1]


def forget_second_step(session: Session, by: Account, account_id: str) -> Account:
    """Phone and paper are lost, as :func:`without_second_step`. Raises ``NotFound`` and ``Refusal``, also for who
    gave a code lately: with both, one alone could come in as somebody else.
    """
    account = _colleague(session, by, account_id)
    _not_both(session, by, account, GAVE_CODE)
    without_second_step(session, account, by_id=by.id)
    return account


def code_for(
    session: Session, account: Account, good_for: timedelta = GOOD_FOR, *, by_id: str | None = None
) -> tuple[WayBack, str]:
    """The code itself, for whoever may give it; ``by_id``: who of the office did, nobody when it was a command."""
    row, code = ways_back.make(session, account, good_for)
    account.new_way_at = row.created_at
    audit.record_account(session, account.id, GAVE_CODE if by_id else "give way back by command", by_id=by_id)
    return row, code


def without_second_step(session: Session, account: Account, *, by_id: str | None = None) -> None:
    """They set up a new second step at the next sign-in, are signed out now, and are told.

    A code that waits stops working, or whoever gave it could come in with it. ``by_id`` as in :func:`code_for`.
    """
    ways_back.withdraw(session, account)
    second.forget(session, account, by_id=by_id)
    account.new_way_at = clock.now()


def close(session: Session, by: Account, account_id: str, zone: str) -> tuple[Account, closing.Closed]:
    """A colleague left. Raises ``NotFound`` and ``Refusal``."""
    account = _colleague(session, by, account_id)
    done = closing.close_staff(session, account, zone)
    audit.record_account(session, account.id, "close account of staff", by_id=by.id)
    return account, done


def _not_both(session: Session, by: Account, account: Account, other: str) -> None:
    """Four eyes: raises ``Refusal`` when the same one of the office did the ``other`` act for them lately."""
    did = sa.select(AuditEvent.seq).where(
        AuditEvent.actor_id == by.id, AuditEvent.act == other, AuditEvent.object_id == account.id,
        AuditEvent.at > clock.now() - NOT_BOTH,
    )  # fmt: skip
    if session.scalars(did.limit(1)).first() is None:
        return
    name = account.name
    if other == GAVE_CODE:
        words = _l(
            "You gave %(name)s a code in the last 7 days. So somebody else of the office, or whoever runs the "
            "server, takes the second step away. Nobody can then come in as somebody else alone.",
            name=name,
        )
    else:
        words = _l("You took the second step of %(name)s away in the last 7 days. So somebody else of the office, or "
                   "whoever runs the server, gives the code. Nobody can then come in as somebody else alone.",
                   name=name)  # fmt: skip
    raise Refusal(words)


def _colleague(session: Session, by: Account, account_id: str) -> Account:
    office.must(by)
    query = sa.select(Account).where(Account.id == account_id, Account.role.is_not(None), Account.closed_at.is_(None))
    account = session.scalars(lock(query)).one_or_none()
    if account is None:
        raise NotFound()
    if account.id == by.id:
        raise Refusal(_l("That is your own account. Ask a colleague of the office, or whoever runs the server."))
    return account


def new_account(name: str, sign_in: str, role: str, language: str, zone: str) -> Account:
    """An account that is not stored yet and has no passphrase. Raises ``Invalid`` naming the fields."""
    name, sign_in = " ".join(name.split()), sign_in.strip().lower()
    problems: dict[str, Any] = {}
    if not 1 <= len(name) <= 200:
        problems["name"] = _l("Write the first and last name, at most 200 letters.")
    if not 3 <= len(sign_in) <= 200 or any(c.isspace() for c in sign_in):
        problems["sign_in"] = _l("Use 3 to 200 letters, without spaces.")
    if role not in set(Role):
        problems["role"] = _l("Choose what they do here.")
    if problems:
        raise Invalid(fields=problems)
    return Account(
        name=name,
        sign_in=sign_in,
        role=role,
        language=language if language in LANGUAGES else "en",
        time_zone=zone,
        created_at=clock.now(),
    )


def taken(session: Session, sign_in: str) -> bool:
    """Whether somebody has this sign-in name."""
    return session.scalar(sa.select(Account.id).where(Account.sign_in == sign_in)) is not None
