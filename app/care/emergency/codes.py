"""Showing the card to somebody who helps: a short code, used once, that opens the card for half an hour."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, codes, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.access.sessions import digest
from app.care.emergency import card
from app.care.plan.kinds.fields import clean
from app.db import lock as held
from app.errors import Conflict, Gone, TooMany
from app.i18n import lazy_gettext as _l
from app.models import EmergencyCard, EmergencyCode, Patient

LENGTH = 6  # 31^6, about 9e8 codes, of which a few live for a quarter of an hour; tries are throttled
GOOD_FOR = timedelta(minutes=15)
SHOWS_FOR = timedelta(minutes=30)
MOST_AN_HOUR = 12


@dataclass(frozen=True)
class Showing:
    """A card that somebody looks at by a code."""

    row: EmergencyCode
    card: EmergencyCard
    patient: Patient
    grant: Grant


def digest_of(code: str) -> str:
    """What is stored of a code."""
    return codes.digest(code, "emergency")


def make(session: Session, grant: Grant) -> tuple[EmergencyCode, str]:
    """A new code; an older one that nobody used stops working. It is shown and not stored.

    Raises ``Conflict`` before there is a card, ``TooMany`` when there were many within an hour.
    """
    grant.must(Permission.OWN_CARD)
    records.one(session, grant, Patient, grant.patient_id, lock=True)
    if card.of(session, grant) is None:
        raise Conflict(_l("Choose first what stands on your card."))
    now = clock.now()
    mine = records.of(session, grant, EmergencyCode).where(EmergencyCode.made_at > now - timedelta(hours=1))
    if (session.scalar(mine.with_only_columns(sa.func.count())) or 0) >= MOST_AN_HOUR:
        raise TooMany(_l("These were many codes. Wait a little, or show the card itself."), retry_after=600)
    session.execute(
        sa.update(EmergencyCode)
        .where(
            EmergencyCode.patient_id == grant.patient_id,
            EmergencyCode.used_at.is_(None),
            EmergencyCode.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    code = _new(session)
    row = EmergencyCode(
        patient_id=grant.patient_id, code_hash=digest_of(code), made_at=now, expires_at=now + GOOD_FOR
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "make emergency code", "emergency_code", row.id)
    return row, code


def _new(session: Session) -> str:
    """A code that no living one has."""
    while True:
        code = codes.new(LENGTH)
        if session.scalars(_living(code)).first() is None:
            return code


def _living(code: str) -> sa.Select[EmergencyCode]:
    return sa.select(EmergencyCode).where(
        EmergencyCode.code_hash == digest_of(code), EmergencyCode.used_at.is_(None),
        EmergencyCode.ended_at.is_(None), EmergencyCode.expires_at > clock.now(),
    )  # fmt: skip


def gone() -> Gone:
    """The same words for a code that never was, was used, or is too old."""
    return Gone(_l("That code does not work. It works once, for 15 minutes. Ask for a new one."))


def use(session: Session, code: str, *, who: str, device: str, request_id: str = "") -> str:
    """Open the card, once; gives the token that the responder's browser keeps for half an hour. Raises ``Gone``."""
    row = session.scalars(held(_living(code))).first()
    chosen = _card_of(session, row.patient_id) if row is not None else None
    if row is None or chosen is None:
        raise gone()
    token = secrets.token_urlsafe(32)
    row.used_at, row.used_by, row.device = clock.now(), clean(who)[:100], device
    row.view_hash, row.view_until = digest(token), clock.now() + SHOWS_FOR
    record(session, row, card.reader(chosen, request_id), "open emergency card")
    session.flush()
    return token


def waits(row: EmergencyCode) -> bool:
    """Whether it can still be used."""
    return row.used_at is None and row.ended_at is None and row.expires_at > clock.now()


def shows(row: EmergencyCode) -> bool:
    """Whether somebody can look at the card by it now."""
    return row.ended_at is None and row.view_until is not None and row.view_until > clock.now()


def record(session: Session, row: EmergencyCode, grant: Grant, act: str) -> None:
    """A row of the log: a responder has no account, so it names the code."""
    audit.record(session, grant, act, "emergency_code", row.id)


def showing(session: Session, token: str, request_id: str = "") -> Showing:
    """The card that this token shows now. ``Gone`` when its time is over or the person took it back."""
    query = (
        sa.select(EmergencyCode, EmergencyCard, Patient)
        .join(EmergencyCard, EmergencyCard.patient_id == EmergencyCode.patient_id)
        .join(Patient, Patient.id == EmergencyCode.patient_id)
        .where(
            EmergencyCode.view_hash == digest(token),
            EmergencyCode.ended_at.is_(None),
            EmergencyCode.view_until > clock.now(),
        )
    )
    row = session.execute(query).first() if token else None
    if row is None:
        raise gone()
    return Showing(row[0], row[1], row[2], card.reader(row[1], request_id))


def end(session: Session, grant: Grant, code_id: str) -> EmergencyCode:
    """Take a code back, also while somebody looks: the next request shows nothing. Harmless to repeat."""
    grant.must(Permission.OWN_CARD)
    row = records.one(session, grant, EmergencyCode, code_id, lock=True)
    if row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(session, grant, "end emergency code", "emergency_code", row.id)
    return row


def of(session: Session, grant: Grant) -> list[EmergencyCode]:
    """The codes that were used, the newest first, and the one that waits; at most 20."""
    grant.must(Permission.OWN_CARD)
    query = records.of(session, grant, EmergencyCode).order_by(EmergencyCode.made_at.desc(), EmergencyCode.id)
    return list(session.scalars(query.limit(20)))


def _card_of(session: Session, patient_id: str) -> EmergencyCard | None:
    return session.scalars(sa.select(EmergencyCard).where(EmergencyCard.patient_id == patient_id)).first()
