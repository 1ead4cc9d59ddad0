"""A line of any kind: an Observation that says it in words, with the whole content in our own extension.

Nothing is lost, and another system can show it. A kind for which R4 has a better place gets a module of its own.
"""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import KINDS
from app.fhir.parts import Parts, as_text, ours, window
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Observation"
READS: tuple[str, ...] = ()


def write(item: PlanItem, parts: Parts) -> None:
    """The line in words as supporting information of the plan."""
    kind = KINDS.get(item.kind)
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": ours("kind", item.kind, str(kind.words) if kind else item.kind),
        "subject": parts.subject,
        "focus": parts.linked(item),
        "effectivePeriod": window(item),
        "valueString": as_text(item),
    }
    parts.supporting.append(parts.line(item, observation))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Nothing of another system's is a line of no known kind."""
    raise Left(_("This is not a kind of line that a plan holds."))
