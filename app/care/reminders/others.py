"""Who else is reminded of a person's things, and of which: the person reads it, each helper sets their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of
from app.care.reminders import choices
from app.care.reminders.kinds import ASKED_FOR, KINDS, Kind
from app.models import Account


@dataclass(frozen=True)
class Other:
    """A helper and the kinds they are reminded of."""

    account: Account
    kinds: list[Kind]


def of(session: Session, grant: Grant) -> list[Other]:
    """The helpers who are reminded now, by name. Only the person learns of them; two statements."""
    grant.must(Permission.OWN_REMINDERS)
    if grant.capacity is not Capacity.SELF:
        return []
    wanted = {}
    for one in choices.of_everybody(session, grant, ASKED_FOR):
        kinds = [kind for name, kind in KINDS.items() if name in ASKED_FOR and name not in one.off]
        if one.account_id != grant.actor_id and kinds:
            wanted[one.account_id] = kinds
    found = [Other(account, wanted[id_]) for id_, account in accounts_of(session, wanted).items()]
    return sorted(found, key=lambda other: (other.account.name, other.account.id))
