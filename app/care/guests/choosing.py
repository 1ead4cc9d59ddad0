"""From choosing lines to a way in: the form, and its preview before anything is made. The same for both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.access import named
from app.access.grants import Grant
from app.care.guests import asked as asking
from app.care.guests import shown
from app.care.guests.asked import Asked
from app.care.guests.shown import Shown
from app.care.plan import folding
from app.models import Patient, PlanItem


@dataclass(frozen=True)
class Choice:
    """What may be named, what was typed and ticked of it, and which lines the person folded away."""

    asked: Asked
    lines: list[PlanItem]
    away: frozenset[str]

    @property
    def parts(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The lines by part of the plan."""
        return shown.parts(self.lines)

    @property
    def hours(self) -> list[tuple[str, Any]]:
        """How long it may be good for."""
        return list(asking.HOURS.items())


def choice(session: Session, grant: Grant, typed: Callable[[str], list[str]] | None = None) -> Choice:
    """The form as it was sent (``typed`` gives every value of a field), or an empty one.

    Raises ``NotFound`` for a line that this person never had.
    """
    lines = shown.choosable(session, grant)
    if typed:
        named.lines(session, grant, set(typed("keys")) - {item.key for item in lines})
    wanted = asking.read(typed, lines) if typed else Asked()
    return Choice(wanted, lines, folding.folded_among(session, grant, lines))


def preview(session: Session, grant: Grant, wanted: Choice, patient: Patient) -> list[Shown]:
    """Exactly what the guest will see. Raises ``Invalid`` naming every field that needs another look."""
    asking.check(grant, wanted.asked)
    return shown.drawn(session, grant, [item for item in wanted.lines if item.key in wanted.asked.keys], patient)
