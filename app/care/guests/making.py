"""Making a way in for a guest, looking after those there are, and ending one: effective at the guest's next press."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, codes, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.access.sessions import digest
from app.care.guests import asked as asking
from app.care.guests.asked import Asked
from app.care.people import invitations
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import GuestPass, GuestVisit, GuestWord, Patient

MOST = 20
"""Living ways in for one person."""
MOST_A_DAY = 40
KEEP_SHOWN = timedelta(days=180)
"""How long one that is over stays on the list; the log has it for good."""


@dataclass(frozen=True)
class Guest:
    """One way in with what came of it, the newest first."""

    row: GuestPass
    visits: list[GuestVisit] = field(default_factory=list)
    words: list[GuestWord] = field(default_factory=list)

    @property
    def lives(self) -> bool:
        return self.row.lives(clock.now())

    @property
    def waiting(self) -> list[GuestWord]:
        """What they wrote back that nobody answered."""
        return [word for word in self.words if not word.outcome]


def make(session: Session, grant: Grant, asked: Asked, passcode_hash: str = "") -> tuple[GuestPass, str]:
    """A way in; gives the row and what opens it (the token of a link, or a code), which is not stored.

    Raises ``Invalid`` naming fields, also when there are too many already.
    """
    grant.must(Permission.SHARE)
    asking.check(grant, asked)
    now = clock.now()
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # two at once count each other
    _check_number(session, grant, now)
    secret = _code() if asked.by_code else secrets.token_urlsafe(32)
    row = GuestPass(
        patient_id=grant.patient_id, name=asked.name, organisation=asked.organisation, keys=asked.keys,
        may_write=asked.may_write, by_code=asked.by_code, way_hash=digest_of(secret, by_code=asked.by_code),
        passcode_hash=passcode_hash, consent=asked.consent if grant.is_team else "", made_by_id=grant.actor_id,
        capacity=grant.capacity, made_at=now, ends_at=now + timedelta(hours=asked.good_for),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "make guest link", "guest_pass", row.id)
    return row, secret


def digest_of(secret: str, *, by_code: bool) -> str:
    """What is stored of a token or a code; never the same for both."""
    return digest("guest code " + codes.tidy(secret)) if by_code else digest(secret)


def end(session: Session, grant: Grant, pass_id: str) -> GuestPass:
    """From the next request on this guest sees nothing. Harmless to repeat."""
    grant.must(Permission.SHARE)
    row = records.one(session, grant, GuestPass, pass_id, lock=True)
    if row.lives(clock.now()):
        row.ended_at, row.ended_by_id = clock.now(), grant.actor_id
        audit.record(session, grant, "end guest link", "guest_pass", row.id)
    return row


def of(session: Session, grant: Grant) -> list[Guest]:
    """Every way in of late, those that still open something first; three statements."""
    grant.must(Permission.SHARE)
    since = clock.now() - KEEP_SHOWN
    rows = records.of(session, grant, GuestPass).where(GuestPass.ends_at > since)
    found = {row.id: Guest(row) for row in session.scalars(rows.order_by(GuestPass.made_at.desc(), GuestPass.id))}
    _hang_on(session, grant, found)
    return sorted(found.values(), key=lambda guest: not guest.lives)


def one(session: Session, grant: Grant, pass_id: str) -> Guest:
    """One way in with every use and every line that was written. ``NotFound`` for none of this person's."""
    grant.must(Permission.SHARE)
    guest = Guest(records.one(session, grant, GuestPass, pass_id))
    _hang_on(session, grant, {guest.row.id: guest})
    return guest


def _hang_on(session: Session, grant: Grant, found: dict[str, Guest]) -> None:
    visits = records.of(session, grant, GuestVisit).where(GuestVisit.pass_id.in_(found))
    for visit in session.scalars(visits.order_by(GuestVisit.at.desc(), GuestVisit.id)):
        found[visit.pass_id].visits.append(visit)
    words = records.of(session, grant, GuestWord).where(GuestWord.pass_id.in_(found))
    for word in session.scalars(words.order_by(GuestWord.at.desc(), GuestWord.id)):
        found[word.pass_id].words.append(word)


def _check_number(session: Session, grant: Grant, now: datetime) -> None:
    mine = records.of(session, grant, GuestPass).with_only_columns(sa.func.count())
    if (session.scalar(mine.where(GuestPass.in_force(now))) or 0) >= MOST:
        raise Invalid(_l("There are %(most)s links already. End one that is not needed any more.", most=MOST))
    if (session.scalar(mine.where(GuestPass.made_at > now - timedelta(days=1))) or 0) >= MOST_A_DAY:
        raise Invalid(_l("Those are many links for one day. Make the next one tomorrow, or ring us."))


def _code() -> str:
    return codes.new(invitations.LENGTH)
