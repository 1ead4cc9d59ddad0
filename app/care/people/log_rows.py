"""Rows of the log that the person reads, and what somebody is called in them who has no account."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.guests.shown import called
from app.i18n import _
from app.models import AuditEvent, GuestPass


def readable(session: Session, grant: Grant) -> sa.Select[AuditEvent]:
    """What somebody did, guests among them.

    Refused attempts are not in it: who made them is for the practice to look into, and they showed nothing.
    """
    grant.must(Permission.SEE_LOG)
    return records.of(session, grant, AuditEvent).where(
        AuditEvent.outcome == "done",
        sa.or_(AuditEvent.actor_id.is_not(None), AuditEvent.capacity == Capacity.GUEST),
    )


def guests(session: Session, grant: Grant, ids: Iterable[str]) -> dict[str, GuestPass]:
    """The ways in that rows of guests name; no statement when there is none."""
    wanted = set(ids)
    rows = session.scalars(records.of(session, grant, GuestPass).where(GuestPass.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def called_guest(guest: GuestPass | None) -> str:
    """Who came by a link or a code; without one it was a code of the emergency card."""
    return called(guest) if guest else _("Somebody with your emergency code")


def guests_at(session: Session, seqs: Iterable[int]) -> dict[int, str]:
    """For whoever looks after privacy: what the guests of these rows are called, by the number of the row.

    One statement; none without a row.
    """
    wanted = set(seqs)
    query = (
        sa.select(AuditEvent.seq, GuestPass)
        .outerjoin(GuestPass, sa.and_(GuestPass.id == AuditEvent.object_id, AuditEvent.kind == "guest_pass"))
        .where(AuditEvent.seq.in_(wanted), AuditEvent.capacity == Capacity.GUEST)
    )
    found = session.execute(query) if wanted else ()
    return {seq: called(guest) if guest else _("A guest") for seq, guest in found}
