"""A guest at the door: finding what their link or code opens, and each use of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.sessions import digest
from app.care.guests import shown
from app.care.guests.making import digest_of
from app.db import lock as held
from app.errors import Gone, TooMany
from app.i18n import lazy_gettext as _l
from app.models import GuestPass, GuestVisit, Patient, PlanVersion

STAYS = timedelta(hours=1)
"""How long a use lasts; then the link is pressed again."""
MOST_AN_HOUR = 30
"""Uses of one way in: more than anybody needs, and no flood of rows."""


@dataclass(frozen=True)
class Visiting:
    """A guest who is in: by which way, in which use, about whom, and their key to the rows."""

    row: GuestPass
    visit: GuestVisit
    patient: Patient
    grant: Grant


def gone() -> Gone:
    """The same words for a way in that never was, is over or was ended."""
    return Gone(_l("This does not open anything any more. Ask whoever gave it to you."))


def mistyped() -> Gone:
    """For a code that was typed: whoever typed it may only have missed a letter."""
    return Gone(_l("That code does not open anything. Look at each letter again, or ask whoever gave it to you."))


def find(session: Session, secret: str, *, by_code: bool, lock: bool = False) -> GuestPass:
    """The living way in that this token or code opens. Raises :class:`Gone` for any other."""
    query = sa.select(GuestPass).where(
        GuestPass.way_hash == digest_of(secret, by_code=by_code),
        GuestPass.by_code.is_(by_code),
        GuestPass.in_force(clock.now()),
    )
    row = session.scalars(held(query) if lock else query).first()
    if row is None:
        raise mistyped() if by_code else gone()
    return row


def enter(session: Session, secret: str, *, by_code: bool, device: str, request_id: str = "") -> str:
    """One use: a row that the person sees. Gives the token that the guest's browser keeps for an hour.

    Raises ``Gone``, or ``TooMany`` when it was opened very often within an hour.
    """
    row = find(session, secret, by_code=by_code, lock=True)
    now, token = clock.now(), secrets.token_urlsafe(32)
    of_late = sa.select(sa.func.count()).where(GuestVisit.pass_id == row.id, GuestVisit.at > now - timedelta(hours=1))
    if (session.scalar(of_late) or 0) >= MOST_AN_HOUR:
        raise TooMany(retry_after=600)
    newest = sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == row.patient_id)
    visit = GuestVisit(
        patient_id=row.patient_id, pass_id=row.id, token_hash=digest(token), device=device,
        number=session.scalar(newest) or 0, at=now, until=min(now + STAYS, row.ends_at),
    )  # fmt: skip
    session.add(visit)
    record(session, row, shown.grant_of(session, row, request_id), "open guest link")
    session.flush()
    return token


def record(session: Session, row: GuestPass, grant: Grant, act: str, outcome: str = "done") -> None:
    """A row of the log: a guest has no account, so it names the way in."""
    audit.record(session, grant, act, "guest_pass", row.id, outcome)


def visiting(session: Session, token: str, request_id: str = "") -> Visiting:
    """Who holds this token of a use, with what they may see now. ``Gone`` when it or its way in is over."""
    query = (
        sa.select(GuestVisit, GuestPass, Patient)
        .join(GuestPass, GuestPass.id == GuestVisit.pass_id)
        .join(Patient, Patient.id == GuestVisit.patient_id)
        .where(
            GuestVisit.token_hash == digest(token), GuestVisit.until > clock.now(), GuestPass.in_force(clock.now())
        )
    )
    row = session.execute(query).first() if token else None
    if row is None:
        raise gone()
    return Visiting(row[1], row[0], row[2], shown.grant_of(session, row[1], request_id))


def leave(session: Session, token: str) -> None:
    """The guest is done on this device. Harmless to repeat."""
    query = (
        sa.select(GuestVisit, GuestPass)
        .join(GuestPass, GuestPass.id == GuestVisit.pass_id)
        .where(GuestVisit.token_hash == digest(token), GuestVisit.until > clock.now())
    )
    if (found := session.execute(query).first()) is not None:
        visit, row = found
        visit.until = clock.now()
        record(session, row, shown.grant_of(session, row, ""), "close guest link")
