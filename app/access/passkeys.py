"""Passkeys: what a device is asked to sign, and whether it did. One that looked at its owner counts as two steps.

The question is kept on the server, bound to one browser by a token in its cookie, of use once and for five minutes.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.sessions import digest
from app.errors import Gone, NotFound, Refusal
from app.i18n import lazy_gettext as _l
from app.models import Account, Ceremony, LoginSession, Passkey

GOOD_FOR = timedelta(minutes=5)
PURPOSES = ("register", "sign_in", "prove", "second", "lock")
MOST = 20
"""Passkeys of one account."""
LONGEST = 20_000
"""Characters of an answer; real ones have about two thousand at most."""


@dataclass(frozen=True)
class Site:
    """Who asks: passkeys are tied to a name and only work on one address."""

    origin: str
    name: str

    @property
    def rp_id(self) -> str:
        return urlsplit(self.origin).hostname or ""


def site(public_url: str, name: str) -> Site:
    """The site of an installation, from the address that people type."""
    address = urlsplit(public_url)
    return Site(f"{address.scheme}://{address.netloc}".lower(), name)


def of(session: Session, account_id: str) -> list[Passkey]:
    """The passkeys of an account, newest first."""
    query = sa.select(Passkey).where(Passkey.account_id == account_id)
    return list(session.scalars(query.order_by(Passkey.created_at.desc(), Passkey.id)))


def ask(session: Session, purpose: str, account: Account | None, here: Site, before: str = "") -> tuple[str, Any]:
    """A new question for one browser: the token that it keeps, and what its script hands to the device.

    ``before`` is the token of the question that this one takes the place of.
    """
    token, challenge = secrets.token_urlsafe(32), secrets.token_bytes(32)
    if before:
        session.execute(sa.delete(Ceremony).where(Ceremony.token_hash == digest(before)))
    session.add(
        Ceremony(
            token_hash=digest(token),
            purpose=purpose,
            account_id=account.id if account else None,
            challenge=challenge,
            expires_at=clock.now() + GOOD_FOR,
        )
    )
    known = of(session, account.id) if account else []
    if purpose == "register":
        assert account is not None
        return token, _to_make(account, known, challenge, here)
    return token, _to_sign(known, challenge, here)


def take(session: Session, token: str, purpose: str) -> Ceremony:
    """The question of this browser, which nobody can take again. Raises ``Gone``.

    Commit it before looking at the answer: a wrong answer uses the question up as well.
    """
    query = sa.delete(Ceremony).where(Ceremony.token_hash == digest(token)).returning(Ceremony)
    found = session.scalars(query).first()
    if found is None or found.purpose != purpose or found.expires_at <= clock.now():
        raise Gone(_l("That took too long. Please try once more."))
    session.expunge(found)
    return found


def register(session: Session, account: Account, asked: Ceremony, answer: str, here: Site, device: str) -> Passkey:
    """Keep the public half of a new passkey. Raises ``Refusal``."""
    from webauthn import verify_registration_response  # slow to load, and most requests never need it

    if asked.account_id != account.id or len(of(session, account.id)) >= MOST:
        raise Refusal(_l("That did not work. Nothing was changed."))
    made = _checked(
        verify_registration_response,
        credential=_parsed(answer),
        expected_challenge=asked.challenge,
        expected_rp_id=here.rp_id,
        expected_origin=here.origin,
        require_user_verification=True,
    )
    credential = _plain(made.credential_id)
    if session.scalar(sa.select(Passkey.id).where(Passkey.credential == credential)):
        raise Refusal(_l("That did not work. Nothing was changed."))
    row = Passkey(
        account_id=account.id,
        credential=credential,
        public_key=made.credential_public_key,
        count=made.sign_count,
        device=device[:80],
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record_account(session, account.id, "add passkey")
    return row


def signed(session: Session, asked: Ceremony, answer: str, here: Site) -> tuple[Account, Passkey, int]:
    """Whose passkey answered, which one, and how often it signed by now. Reads only; raises ``Refusal``.

    Without an account in the question the device names it (signing in without typing a name).
    """
    from webauthn import verify_authentication_response

    given = _parsed(answer)
    found = session.execute(
        sa.select(Account, Passkey)
        .join(Passkey, Passkey.account_id == Account.id)
        .where(Passkey.credential == str(given.get("id", ""))[:1400], Account.closed_at.is_(None))
    ).first()
    if found is None:
        raise _unknown()
    account, passkey = found
    named = given["response"].get("userHandle") or (_plain(account.id.encode()) if asked.account_id else "")
    if asked.account_id not in (None, account.id) or named != _plain(account.id.encode()):
        raise _unknown()
    done = _checked(
        verify_authentication_response,
        credential=given,
        expected_challenge=asked.challenge,
        expected_rp_id=here.rp_id,
        expected_origin=here.origin,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.count,
        require_user_verification=True,
    )
    return account, passkey, done.new_sign_count


def note_use(session: Session, passkey: Passkey, count: int) -> None:
    """Keep how often it signed; of two answers at once with the same number the second is refused."""
    higher = Passkey.count < count if count else Passkey.count == 0  # some devices do not count at all
    moved = session.execute(
        sa.update(Passkey).where(Passkey.id == passkey.id, higher).values(count=count, used_at=clock.now())
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # an update has one
        raise _unknown()


def remove(session: Session, account: Account, id_: str) -> Passkey:
    """Take a passkey away. Raises ``NotFound`` for one that is not theirs."""
    row = session.scalars(sa.select(Passkey).where(Passkey.id == id_, Passkey.account_id == account.id)).first()
    if row is None:
        raise NotFound()
    session.delete(row)
    audit.record_account(session, account.id, "remove passkey")
    return row


def signed_in_with(session: Session, account: Account, passkey_id: str, but: str = "") -> list[str]:
    """Living sessions that this passkey began, by id, without the one named ``but``."""
    query = sa.select(LoginSession.id).where(
        LoginSession.account_id == account.id,
        LoginSession.passkey_id == passkey_id,
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > clock.now(),
        LoginSession.id != but,
    )
    return list(session.scalars(query))


def _to_make(account: Account, known: list[Passkey], challenge: bytes, here: Site) -> Any:
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria as Selection
    from webauthn.helpers.structs import ResidentKeyRequirement, UserVerificationRequirement

    options = generate_registration_options(
        rp_id=here.rp_id,
        rp_name=here.name,
        user_id=account.id.encode(),
        user_name=account.name,
        challenge=challenge,
        timeout=round(GOOD_FOR.total_seconds() * 1000),
        exclude_credentials=_named(known),
        authenticator_selection=Selection(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    made = json.loads(options_to_json(options))
    del made["rp"]["id"]  # the browser takes the page's own name, so that every "id" that is left is bytes
    return made


def _to_sign(known: list[Passkey], challenge: bytes, here: Site) -> Any:
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=here.rp_id,
        challenge=challenge,
        timeout=round(GOOD_FOR.total_seconds() * 1000),
        allow_credentials=_named(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.loads(options_to_json(options))


def _named(known: list[Passkey]) -> list[Any]:
    from webauthn import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in known]


def _plain(raw: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(raw)


def _parsed(answer: str) -> dict[str, Any]:
    try:
        given = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or not isinstance(given.get("response"), dict):
        raise _unknown()
    return given


def _checked(verify: Any, **what: Any) -> Any:
    """Whatever the library says against an answer, or cannot read of it, is a refusal."""
    try:
        return verify(**what)
    except Exception as problem:
        raise _unknown() from problem


def _unknown() -> Refusal:
    return Refusal(_l("We do not know that passkey. Use another way to sign in, or ring us."))
