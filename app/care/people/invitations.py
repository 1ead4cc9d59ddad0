"""A way in: a short code on a printed sheet, single use, good for 72 hours."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, codes, records, scopes
from app.access.codes import digest
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.people import agreements
from app.care.people.agreements import Rests
from app.db import lock as held
from app.errors import Gone, Invalid, Refusal
from app.i18n import lazy_gettext as _l
from app.models import Account, Invitation, Patient
from app.text import is_blank

LENGTH = 8  # 31^8, about 8.5e11 codes; tries are throttled
GOOD_FOR = timedelta(hours=72)


def link(public_url: str, code: str, language: str = "") -> str:
    """The address that the square on the sheet holds, in the person's language. Opening it uses nothing up.

    The code is behind the #, which never travels; a script puts it into the field.
    """
    return f"{public_url}/join{f'?lang={language}' if language else ''}#{code}"


def invite(
    session: Session,
    grant: Grant,
    *,
    kind: str = "self",
    name: str = "",
    relation: str = "",
    scope: scopes.Scope = (),
    on: Rests | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> tuple[Invitation, str]:
    """A new code for the person, or for a helper with ``scope``; older unused codes of that kind stop working.

    The team invites on what it records (``on``); the person lets helpers in themselves, and rests it on their word.
    ``starts_on`` and ``ends_on``: first and last day of the help, in the person's zone. Returns the row and the code,
    which is shown once and not stored. Raises ``Invalid`` naming "name", "relation", "bundle", "document", "basis",
    "starts_on" or "ends_on".
    """
    grant.must(Permission.GIVE_ACCESS if kind == "proxy" and not grant.is_team else Permission.INVITE)
    on, agreed = on or Rests(), scopes.tidy(scope)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)  # two at once leave one that works
    if kind == "self" and person.account_id is not None:
        raise Refusal(_l("This person is in already. Say how you know who it is, and give them a way back."))
    now = clock.now()
    if kind == "proxy":
        today = clock.today(person.time_zone)
        problems = _missing(name, relation, agreed) | on.problems(by_person=not grant.is_team)
        if problems := problems | agreements.day_problems(starts_on, ends_on, today):
            raise Invalid(fields=problems)
    older = sa.update(Invitation).where(
        Invitation.patient_id == grant.patient_id,
        Invitation.kind == kind,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    if kind == "proxy":  # several helpers may be on their way; the person is one, whatever they are called
        older = older.where(Invitation.invitee_name == name.strip()[:200])
    session.execute(older.values(withdrawn_at=now))
    code = codes.new(LENGTH)
    invitation = Invitation(
        patient_id=grant.patient_id,
        kind=kind,
        invitee_name=name.strip()[:200],
        relation=relation.strip()[:60],
        scopes=agreed,
        basis=on.basis,
        document=on.document,
        starts_on=starts_on,
        ends_on=ends_on,
        code_hash=digest(code),
        created_by_id=grant.actor_id,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(invitation)
    session.flush()
    audit.record(session, grant, "invite", "invitation", invitation.id)
    return invitation, code


def withdraw_own(session: Session, grant: Grant) -> None:
    """Unused codes of the person stop working: they came in another way."""
    grant.must(Permission.INVITE)
    session.execute(
        sa.update(Invitation)
        .where(
            Invitation.patient_id == grant.patient_id, Invitation.kind == "self", Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
    )  # fmt: skip


def withdraw_for(session: Session, grant: Grant, name: str) -> None:
    """Unused codes for a helper of this name stop working: their help was ended."""
    query = records.of(session, grant, Invitation).where(
        Invitation.kind == "proxy", Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    for row in session.scalars(held(query)):
        if row.invitee_name.casefold() == name.casefold():
            row.withdrawn_at = clock.now()


def _missing(name: str, relation: str, agreed: dict[str, list[str]]) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if is_blank(name):
        problems["name"] = _l("Type the helper's name.")
    elif len(name.strip()) > 200:
        problems["name"] = _l("That name is too long. Use at most 200 letters.")
    if len(relation.strip()) > 60:
        problems["relation"] = _l("That is too long. Use at most %(most)s letters.", most=60)
    if not agreed:
        problems["bundle"] = _l("Choose what the helper may do. Seeing it is part of it.")
    elif scopes.has_verb(agreed, scopes.DECIDE):
        problems["bundle"] = _l("Nobody can be let in to decide. The team records that apart, with a reason.")
    return problems


def find(session: Session, code: str, *, lock: bool = False) -> tuple[Invitation, Patient]:
    """The living invitation of ``code``. Raises :class:`Gone` with the same words whatever is wrong with it."""
    query = (
        sa.select(Invitation, Patient)
        .join(Patient, Patient.id == Invitation.patient_id)
        .where(
            Invitation.code_hash == digest(code),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
            sa.or_(Invitation.kind == "proxy", Patient.account_id.is_(None)),
        )
    )
    row = session.execute(held(query) if lock else query).first()
    if row is None:
        raise Gone(codes.NO_SUCH)
    return row[0], row[1]


def waiting(session: Session, grant: Grant, id_: str) -> Invitation | None:
    """The invitation with this id if somebody can still use it."""
    if not grant.may(Permission.GIVE_ACCESS):
        grant.must(Permission.INVITE)
    query = records.of(session, grant, Invitation).where(
        Invitation.id == id_,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return session.scalars(query).first()


def accept(
    session: Session,
    code: str,
    *,
    sign_in: str = "",
    passphrase_hash: str | None = None,
    language: str = "en",
    already: Account | None = None,
) -> Account:
    """Use ``code`` up and return the account it opens.

    A helper who helps somebody else ``already`` keeps one account for both.
    Raises ``Gone`` for a code that does not work, ``Invalid`` for a sign-in name that is taken or missing.
    """
    invitation, patient = find(session, code, lock=True)
    now = clock.now()
    if already is not None and invitation.kind == "proxy" and patient.account_id != already.id:
        account = already
    else:
        name = invitation.invitee_name if invitation.kind == "proxy" else patient.full_name
        account = new_account(
            session, name, patient.time_zone, sign_in=sign_in, passphrase_hash=passphrase_hash, language=language
        )
    invitation.used_at = now
    if invitation.kind == "proxy":
        agreements.begin(session, invitation, account, patient)
        capacity = Capacity.PROXY
    else:
        patient.account_id = account.id
        capacity = Capacity.SELF
    audit.record(session, Grant(account, patient.id, capacity), "accept invitation", "invitation", invitation.id)
    session.flush()
    return account


def new_account(
    session: Session,
    name: str,
    zone: str,
    *,
    sign_in: str = "",
    passphrase_hash: str | None = None,
    language: str = "en",
) -> Account:
    """An account for somebody who is no staff, stored. Raises ``Invalid`` for a sign-in name that will not do."""
    chosen = sign_in.strip().lower()
    if passphrase_hash and not 3 <= len(chosen) <= 200:
        words = _l("Choose a sign-in name of at least 3 letters. Your e-mail address works too.")
        raise Invalid(words, {"sign_in": words})
    if chosen and session.scalar(sa.select(Account.id).where(Account.sign_in == chosen)):
        words = _l("Please choose another sign-in name.")
        raise Invalid(words, {"sign_in": words})
    account = Account(
        name=name,
        sign_in=chosen or f"{name.split()[0].lower()}.{secrets.token_hex(4)}",
        passphrase_hash=passphrase_hash,
        language=language,
        time_zone=zone,
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    return account
