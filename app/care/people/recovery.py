"""A way back in, given by the practice: in person, or by ringing back the number that is on file.

What was checked is written down by its name, with who, when and why. Nobody of the practice sees
or sets a passphrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records, ways_back
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.people import helpers, new_way
from app.care.people.identity import SEEN
from app.care.reminders import notices
from app.errors import Invalid, NotFound, Refusal
from app.i18n import lazy_gettext as _l
from app.models import Account, LoginSession, Patient, Recovery, WayBack

IN_PERSON, CALL_BACK = "in_person", "call_back"
GOOD_FOR = {IN_PERSON: timedelta(hours=72), CALL_BACK: timedelta(minutes=10)}
ASKED: dict[str, Any] = {
    "birth_date": _l("When they were born"),
    "team": _l("Who is on their care team"),
    "helpers": _l("Who helps them"),
    "visit": _l("When they were here last, or come next"),
}
FEWEST = 2
"""Things to ask on the telephone."""
WHY: dict[str, Any] = {
    "lost_phone": _l("Lost or stolen phone"),
    "new_phone": _l("New phone"),
    "forgotten": _l("Forgot the passphrase or the PIN"),
    "other": _l("Something else"),
}
LATEST = 5


@dataclass(frozen=True)
class Checked:
    """What a member of staff says they did before giving a way back."""

    way: str = ""
    seen: str = ""
    asked: tuple[str, ...] = ()
    rang: bool = False
    """They rang back the number on file themselves. For a helper: the person's number, and the person said yes."""
    why: str = ""


def whose(session: Session, grant: Grant, account_id: str) -> tuple[Account, Patient]:
    """The account of the person or of a helper of now, with the person. Raises ``NotFound`` for any other."""
    grant.must(Permission.INVITE)
    person = records.one(session, grant, Patient, grant.patient_id)
    if person.account_id is not None and person.account_id == account_id:
        return session.get_one(Account, account_id), person
    for one in helpers.of(session, grant):
        if one.account.id == account_id:
            return one.account, person
    raise NotFound()


def give(session: Session, grant: Grant, account_id: str, checked: Checked) -> tuple[WayBack, str]:
    """A code that opens the account once; everybody who is signed in with it is told at once.

    Returns the row and the code, which is shown once. Raises ``Invalid`` with the fields of what was not checked.
    """
    account, person = whose(session, grant, account_id)
    if account.is_staff:
        raise Refusal(_l("Whoever works here gets a new code from the person who runs the server."))
    if problems := _missing(checked, person):
        raise Invalid(fields=problems)
    row, code = ways_back.make(session, account, GOOD_FOR[checked.way])
    by_phone = checked.way == CALL_BACK
    made = Recovery(
        patient_id=person.id, account_id=account.id, way_back_id=row.id, way=checked.way,
        seen="" if by_phone else checked.seen, asked=sorted(set(checked.asked)) if by_phone else [],
        why=checked.why, by_id=grant.actor_id, at=row.created_at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    notices.of_a_new_way(session, grant, account.id)
    new_way.noted(session, grant, account, f"give way back {checked.way}", "recovery", made.id)
    return row, code


def _missing(checked: Checked, person: Patient) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if checked.why not in WHY:
        problems["why"] = _l("Choose why.")
    if checked.way not in GOOD_FOR:
        problems["way"] = _l("Choose how you know who it is.")
    elif checked.way == IN_PERSON and checked.seen not in SEEN:
        problems["seen"] = _l("Choose what you saw.")
    elif checked.way == CALL_BACK:
        if not person.phone.strip():
            problems["way"] = _l("There is no telephone number on file. This works only in person.")
        if not checked.rang:
            problems["rang"] = _l("Ring back first. A call that comes in proves nothing.")
        if len(set(checked.asked) & set(ASKED)) < FEWEST or set(checked.asked) - set(ASKED):
            problems["asked"] = _l("Ask at least two of these.")
    return problems


def latest(session: Session, grant: Grant) -> list[tuple[Recovery, Account, Account]]:
    """The newest ones about this person and their helpers: what, whose account, and who gave it."""
    grant.must(Permission.INVITE)
    by = sa.orm.aliased(Account)
    query = (
        records.of(session, grant, Recovery)
        .add_columns(Account, by)
        .join(Account, Account.id == Recovery.account_id)
        .join(by, by.id == Recovery.by_id)
        .order_by(Recovery.at.desc())
        .limit(LATEST)
    )
    return [(row, account, giver) for row, account, giver in session.execute(query)]


def use(session: Session, code: str, passphrase_hash: str | None = None) -> Account:
    """Use a code up, as :func:`ways_back.use`; the log of the person says that it was used."""
    row, account = ways_back.use(session, code, passphrase_hash)
    about = session.execute(
        sa.select(Recovery, Patient)
        .join(Patient, Patient.id == Recovery.patient_id)
        .where(Recovery.way_back_id == row.id)
    ).first()
    if about is not None:
        capacity = Capacity.SELF if about[1].account_id == account.id else Capacity.PROXY
        grant = Grant(account, about[1].id, capacity)
        audit.record(session, grant, "use way back", "recovery", about[0].id)
    return account


def know_of_it(session: Session, account: Account, login: LoginSession) -> bool:
    """The owner says that they know of the new way in: it is not said again. Returns whether that holds everywhere.

    A device that came in by the new way says so for itself alone, or who got hold of a card could silence the others.
    """
    if account.new_way_at is None:
        return True
    if login.how in ("card", "back") and login.created_at >= account.new_way_at:
        return False
    session.execute(sa.update(Account).where(Account.id == account.id).values(new_way_at=None))
    audit.record_account(session, account.id, "know of the new way in")
    return True


def good_until(row: WayBack) -> int:
    """Minutes that a code is still good for, from now; the last one counts as one."""
    return max(1, ceil((row.expires_at - clock.now()).total_seconds() / 60))
