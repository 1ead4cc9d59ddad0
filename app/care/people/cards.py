"""A printed card with a large code: a way in for whoever can keep neither a passphrase nor a phone in order.

It signs in and does no more: what changes ways to sign in asks for another proof. One card works for one account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, codes, records, sessions
from app.access.codes import ALPHABET
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people import helpers, invitations, new_way
from app.care.people.identity import SEEN
from app.care.reminders import notices
from app.errors import Gone, Invalid, NotFound, Refusal
from app.i18n import known, ngettext
from app.i18n import lazy_gettext as _l
from app.models import AccessCard, Account, Patient

GROUPS, IN_GROUP = 3, 4
LENGTH = GROUPS * IN_GROUP  # 31^12, more than 59 bits: nobody guesses one in its year
SORT = "card"
GOOD_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """Somebody around the person who can have a card, and the card that works now."""

    account: Account | None
    """None: the person has not been in yet."""
    relation: str
    """Who they are to the person; empty for the person themselves."""
    is_person: bool
    card: AccessCard | None


def groups(code: str) -> list[str]:
    """A code as it is printed: in groups, one to a line."""
    return [code[i : i + IN_GROUP] for i in range(0, LENGTH, IN_GROUP)]


def link(public_url: str, code: str) -> str:
    """The address that the square on the card holds. What is after the # never travels, so no log ever has it."""
    return f"{public_url}/card#{code}"


def misread(code: str) -> Any:
    """Words about what cannot be on any card, or None. It costs no try."""
    if any(sign not in ALPHABET for sign in code):
        return _l("There is no 0, 1, O, I or L on a card. Please look at those signs again.")
    if len(code) != LENGTH:
        n = len(code)
        return ngettext(
            "A card has 12 signs. You typed %(n)s sign.", "A card has 12 signs. You typed %(n)s signs.", n
        )
    return None


def holders(session: Session, grant: Grant) -> list[Holder]:
    """The person and who helps them now, with their cards. Three statements."""
    grant.must(Permission.INVITE)
    person = records.one(session, grant, Patient, grant.patient_id)
    own = session.get(Account, person.account_id) if person.account_id else None
    around = [(own, "", True), *((one.account, one.grant.relation, False) for one in helpers.of(session, grant))]
    ids = {account.id for account, _relation, _own in around if account}
    living = {row.account_id: row for row in session.scalars(_living().where(AccessCard.account_id.in_(ids)))}
    return [
        Holder(account, relation, is_person, living.get(account.id) if account else None)
        for account, relation, is_person in around
    ]


def print_for(session: Session, grant: Grant, account_id: str = "", *, seen: str) -> tuple[AccessCard, str]:
    """A new card for the person (no ``account_id``) or for a helper of now; an older card stops working.

    ``seen``: how it is known who stands there; a card is given in person only. A person who has not been in yet gets
    their account with it; whoever has one is told. Returns the row and the code, which is shown once. Raises
    ``NotFound`` for anybody else's account, ``Refusal`` for staff, who need two proofs.
    """
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)  # of two at once, one card works
    account = whose(session, grant, account_id)
    if account is not None and account.is_staff:
        raise Refusal(_l("Somebody who works at the practice cannot have a card."))
    if seen not in SEEN:
        raise Invalid(fields={"seen": _l("Choose what you saw.")})
    is_new = account is None
    account = account or _first_account(session, grant, person)
    now = clock.now()
    for older in session.scalars(_living().where(AccessCard.account_id == account.id)):
        older.ended_at, older.ended_by_id = now, grant.actor_id
    code = codes.new(LENGTH)
    card = AccessCard(
        patient_id=person.id, account_id=account.id, code_hash=codes.digest(code, SORT), created_by_id=grant.actor_id,
        created_at=now, seen=seen, expires_at=now + GOOD_FOR,
    )  # fmt: skip
    session.add(card)
    session.flush()
    if not is_new:
        notices.of_a_new_way(session, grant, account.id)
    new_way.noted(session, grant, account, "print card", "access_card", card.id)
    return card, code


def end(session: Session, grant: Grant, card_id: str) -> Account:
    """The practice ends the card of the person or of a helper, and what it opened. Returns whose it was."""
    grant.must(Permission.INVITE)
    found = next((one for one in holders(session, grant) if one.card and one.card.id == card_id), None)
    if found is None or found.card is None or found.account is None:
        raise NotFound()
    found.card.ended_at, found.card.ended_by_id = clock.now(), grant.actor_id
    sessions.end_opened_with(session, found.account, card_id)
    audit.record(session, grant, "end card", "access_card", card_id)
    return found.account


def of_account(session: Session, account: Account) -> AccessCard | None:
    """The card of this account that works now."""
    return session.scalars(_living().where(AccessCard.account_id == account.id)).first()


def end_own(session: Session, account: Account, keep: str | None = None) -> bool:
    """Whoever holds a card ends it, and what it opened, but for the session ``keep``. False when there was none."""
    card = of_account(session, account)
    if card is None:
        return False
    card.ended_at, card.ended_by_id = clock.now(), account.id
    sessions.end_opened_with(session, account, card.id, keep)
    audit.record_account(session, account.id, "end card")
    return True


def find(session: Session, code: str) -> tuple[AccessCard, Account]:
    """The card of ``code`` with its account. Raises ``Gone`` with the same words whatever is wrong with it."""
    row = session.execute(
        _living()
        .add_columns(Account)
        .join(Account, Account.id == AccessCard.account_id)
        .where(AccessCard.code_hash == codes.digest(code, SORT), Account.closed_at.is_(None), Account.role.is_(None))
    ).first()
    if row is None:
        raise Gone(_l("That card does not work. Look at each sign once more, or ring us for a new card."))
    return row[0], row[1]


def note_use(session: Session, card: AccessCard) -> None:
    """The holder sees when their card was used last."""
    session.execute(sa.update(AccessCard).where(AccessCard.id == card.id).values(last_used_at=clock.now()))
    audit.record_account(session, card.account_id, "use card")


def _living() -> sa.Select[Any]:
    return sa.select(AccessCard).where(AccessCard.ended_at.is_(None), AccessCard.expires_at > clock.now())


def whose(session: Session, grant: Grant, account_id: str = "") -> Account | None:
    """Whose card it would be; None for a person who has not been in yet. Raises ``NotFound`` for anybody else."""
    grant.must(Permission.INVITE)
    person = records.one(session, grant, Patient, grant.patient_id)
    if not account_id or account_id == person.account_id:
        return session.get_one(Account, person.account_id) if person.account_id else None
    found = next((one.account for one in helpers.of(session, grant) if one.account.id == account_id), None)
    if found is None:
        raise NotFound()
    return found


def _first_account(session: Session, grant: Grant, person: Patient) -> Account:
    invitations.withdraw_own(session, grant)
    account = invitations.new_account(session, person.full_name, person.time_zone, language=known(person.language))
    person.account_id = account.id
    return account
