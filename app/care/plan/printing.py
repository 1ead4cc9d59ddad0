"""What goes on paper: every line with its code, what to do if it gets worse, wishes."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.care.plan import codes
from app.care.plan.kinds import KINDS
from app.care.plan.reading import ItemView, PlanView, sections
from app.care.plan.sections import Section

SAFETY_KINDS = ("symptom_zones", "medicine_at_hand", "before_hospital")
"""Kinds of lines that belong on the emergency card, in the order in which somebody in need reads them."""
MOST = 5
"""Lines of one part on the page in short; the others are counted."""


@dataclass(frozen=True)
class Paper:
    """One version as it is printed."""

    view: PlanView
    codes: dict[str, str] = field(default_factory=dict)
    """Key → code, for all lines of the version."""

    @property
    def parts(self) -> list[tuple[Section, list[ItemView]]]:
        """Parts that have lines, in reading order."""
        return [(section, lines) for section, lines in sections(self.view) if lines]

    @property
    def safety(self) -> list[ItemView]:
        """Lines for an emergency; none while no kind for them is there."""
        known = [kind for kind in SAFETY_KINDS if kind in KINDS]
        return [line for kind in known for line in self.view.of_kind(kind) if line.kind.may_be_used(line.content)]

    @property
    def wishes(self) -> list[ItemView]:
        """Wishes for later."""
        return [line for line in self.view.items if line.section == "wishes"]


def paper(patient_id: str, view: PlanView) -> Paper:
    """The version of ``view`` with a code for each line."""
    return Paper(view, codes.of(patient_id, [line.item for line in view.items]))
