"""One guest as the person and the team see them: what was given, each use, what was written back, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.guests import making, shown
from app.care.guests.making import Guest
from app.care.guests.shown import Shown
from app.care.plan import who
from app.care.plan.who import People
from app.models import Patient


@dataclass(frozen=True)
class Looked:
    """``more``: whether the guest reaches lines that are closed to this reader now."""

    guest: Guest
    lines: list[Shown]
    more: bool
    people: People

    @property
    def called(self) -> str:
        """«Lina, home care (guest)»."""
        return shown.called(self.guest.row)


def look(session: Session, grant: Grant, pass_id: str, patient: Patient) -> Looked:
    """Everything about one way in. ``NotFound`` for none of this person's."""
    guest = making.one(session, grant, pass_id)
    lines, more = shown.now(session, grant, guest.row, patient)
    ids = {guest.row.made_by_id, guest.row.ended_by_id, *(word.answered_by_id for word in guest.words)}
    return Looked(guest, lines, more, who.called(session, grant, ids, patient))
