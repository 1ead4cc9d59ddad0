"""What people are called on screens: first name, and for the practice what they do there."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import Account

ROLES = {
    "nurse": _l("nurse"),
    "physician": _l("doctor"),
    "clerk": _l("front desk"),
    "admin": _l("office"),
}


def accounts_of(session: Session, ids: Iterable[str]) -> dict[str, Account]:
    """Accounts by id, in one statement (none when there is nobody to look up)."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {account.id: account for account in session.scalars(sa.select(Account).where(Account.id.in_(wanted)))}


def called(account: Account) -> str:
    """«Ines (nurse)»; somebody without a role is called by their first name alone."""
    if account.role is None:
        return account.first_name
    return _("%(name)s (%(role)s)", name=account.first_name, role=str(ROLES.get(account.role, account.role)))
