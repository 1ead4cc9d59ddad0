"""What people are called on screens: first name, and for the practice what they do there."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import Account

ROLES = {
    "nurse": _l("nurse"),
    "physician": _l("doctor"),
    "pharmacist": _l("pharmacist"),
    "social_worker": _l("social worker"),
    "clerk": _l("front desk"),
    "admin": _l("office"),
    "privacy": _l("privacy officer"),
}


def accounts_of(session: Session, ids: Iterable[str]) -> dict[str, Account]:
    """Accounts by id, in one statement (none when this session has read everybody already)."""
    wanted = set(ids)
    read = (session.identity_map.get(identity_key(Account, id_)) for id_ in wanted)
    found = {account.id: account for account in read if account is not None}
    if left := wanted - found.keys():
        found |= {one.id: one for one in session.scalars(sa.select(Account).where(Account.id.in_(left)))}
    return found


def called(account: Account) -> str:
    """«Ines (nurse)»; somebody without a role is called by their first name alone."""
    if account.role is None:
        return account.first_name
    return _("%(name)s (%(role)s)", name=account.first_name, role=str(ROLES.get(account.role, account.role)))
