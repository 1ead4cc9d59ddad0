"""A way in: a short code on a printed sheet, single use, good for 72 hours."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, looks, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.access.policy import PROXY_SCOPES
from app.db import lock as held
from app.errors import Gone, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, Invitation, Patient, ProxyGrant
from app.text import is_blank

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O 1 I L
LENGTH = 8  # 31^8, about 8.5e11 codes; tries are throttled
GOOD_FOR = timedelta(hours=72)


def tidy(code: str) -> str:
    """A code as it is stored: what people type may be lower case and may have spaces or hyphens."""
    return "".join(c for c in code.upper() if c.isalnum())[:40]


def spaced(code: str) -> str:
    """A code as it is shown: in two halves, which are easier to read aloud and to type."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def link(public_url: str, code: str, language: str = "") -> str:
    """The address that the square on the sheet holds, in the person's language. Opening it uses nothing up."""
    return f"{public_url}/join?code={code}" + (f"&lang={language}" if language else "")


def digest(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()


def invite(
    session: Session,
    grant: Grant,
    *,
    kind: str = "self",
    name: str = "",
    relation: str = "",
    scopes: list[str] | None = None,
) -> tuple[Invitation, str]:
    """A new code for the person, or for a helper with ``scopes``; older unused codes of that kind stop working.

    Returns the row and the code, which is shown once and not stored. Raises ``Invalid`` for a helper without
    a name or with scopes that do not exist.
    """
    grant.must(Permission.INVITE)
    scopes = sorted(set(scopes or []), key=list(PROXY_SCOPES).index) if _known(scopes) else None
    if kind == "proxy" and (problems := _missing(name, relation, scopes)):
        raise Invalid(fields=problems)
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # of two made at once, one is the newest
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # two at once leave one code that works
    now = clock.now()
    older = sa.update(Invitation).where(
        Invitation.patient_id == grant.patient_id,
        Invitation.kind == kind,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    if kind == "proxy":  # several helpers may be on their way; the person is one, whatever they are called
        older = older.where(Invitation.invitee_name == name.strip()[:200])
    session.execute(older.values(withdrawn_at=now))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    invitation = Invitation(
        patient_id=grant.patient_id,
        kind=kind,
        invitee_name=name.strip()[:200],
        relation=relation.strip()[:60],
        scopes=scopes or [],
        code_hash=digest(code),
        created_by_id=grant.actor_id,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(invitation)
    session.flush()
    audit.record(session, grant, "invite", "invitation", invitation.id)
    return invitation, code


def _missing(name: str, relation: str, scopes: list[str] | None) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if is_blank(name):
        problems["name"] = _l("Type the helper's name.")
    elif len(name.strip()) > 200:
        problems["name"] = _l("That name is too long. Use at most 200 letters.")
    if len(relation.strip()) > 60:
        problems["relation"] = _l("That is too long. Use at most %(most)s letters.", most=60)
    if not scopes or "see" not in scopes:
        problems["scopes"] = _l("Choose what the helper may do. Seeing the plan is part of it.")
    return problems


def _known(scopes: list[str] | None) -> bool:
    return all(scope in PROXY_SCOPES for scope in scopes or [])


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
        )
    )
    row = session.execute(held(query) if lock else query).first()
    if row is None:
        raise Gone(_l("That code does not work. It may be used or too old. Ring us and we will give you a new one."))
    return row[0], row[1]


def waiting(session: Session, grant: Grant, id_: str) -> Invitation | None:
    """The invitation with this id if somebody can still use it."""
    grant.must(Permission.INVITE)
    query = records.of(session, grant, Invitation).where(
        Invitation.id == id_,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return session.scalars(query).first()


def needs_account(invitation: Invitation, patient: Patient) -> bool:
    """Whether taking up this invitation makes a new account (not: a new way into one that is there)."""
    return invitation.kind == "proxy" or patient.account_id is None


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

    For a person who has an account already (a lost phone) it opens that one, with a new passphrase if given.
    A helper who helps somebody else ``already`` keeps one account for both.
    Raises ``Gone`` for a code that does not work, ``Invalid`` for a sign-in name that is taken or missing.
    """
    invitation, patient = find(session, code, lock=True)
    now = clock.now()
    if already is not None and invitation.kind == "proxy" and patient.account_id != already.id:
        account = already
    elif needs_account(invitation, patient):
        account = _new_account(session, invitation, patient, sign_in, passphrase_hash, language)
    else:
        account = session.get_one(Account, patient.account_id)
        if passphrase_hash:
            account.passphrase_hash = passphrase_hash
    invitation.used_at = now
    if invitation.kind == "proxy":
        session.add(
            ProxyGrant(
                patient_id=patient.id,
                account_id=account.id,
                relation=invitation.relation,
                scopes=invitation.scopes,
                basis="consent",
                granted_by_id=invitation.created_by_id,
                starts_at=now,
                look=looks.for_new(session, account.id, patient.id),
            )
        )
        capacity = Capacity.PROXY
    else:
        patient.account_id = account.id
        capacity = Capacity.SELF
    audit.record(session, Grant(account, patient.id, capacity), "accept invitation", "invitation", invitation.id)
    session.flush()
    return account


def _new_account(
    session: Session,
    invitation: Invitation,
    patient: Patient,
    sign_in: str,
    passphrase_hash: str | None,
    language: str,
) -> Account:
    name = invitation.invitee_name if invitation.kind == "proxy" else patient.full_name
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
        time_zone=patient.time_zone,
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    return account
