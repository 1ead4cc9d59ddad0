"""The screen of a copy with the emergency card: as the person chose it, and for a helper what is open to them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.copies.nodes import Node, call, heading, listed, own, part, text
from app.care.emergency import card
from app.i18n import _, format_birth
from app.models import Patient


def screen(session: Session, grant: Grant, patient: Patient) -> dict[str, list[Node]]:
    """The screen by its name; none where it was not agreed, or before the person made a card."""
    row = card.of(session, grant) if grant.may(Permission.SHOW_CARD) else None
    if row is None:
        return {}
    mine = grant.capacity is Capacity.SELF
    drawn = card.drawn(session, row, patient, None if mine else grant, private_too=mine)
    found = [heading(patient.full_name, 1), text(_("born %(day)s", day=format_birth(patient.birth_date)))]
    if drawn.words:
        found.append(own(drawn.words, big=True))
    for title, rows in drawn.facts:
        found.append(part(heading(title), listed(_line(name, more) for name, more in rows)))
    if drawn.lines:
        said = text(_("Wishes are in their own words. This card is no legal paper and no order."), "quiet")
        lines = listed(_line(line.title, line.facts) for line in drawn.lines)
        found.append(part(heading(_("From my plan")), said, lines))
    return {"card": [*found, part(heading(_("Whom to ring")), *(call(line) for line in drawn.contacts))]}


def _line(title: str, more: list[tuple[str, str]]) -> str:
    return "\n".join([title, *(f"{name}: {value}" for name, value in more)])
