"""The person's life as it is: as what matters, with codes of our own; R4 has no place for most of it."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds.circumstance import SORTS, busy_in_words
from app.fhir import seen
from app.fhir.kinds.what_matters import said
from app.fhir.parts import Parts, notes, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Observation"
READS = ("Observation",)


def write(item: PlanItem, parts: Parts) -> None:
    """Supporting information of the plan; the times of a week in words."""
    content = item.content
    sort = content.get("sort", "home")
    words = "\n".join(text for text in (content.get("words"), busy_in_words(content)) if text)
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": ours("circumstance", sort, str(SORTS.get(sort, ""))),
        "subject": parts.subject,
        "performer": [parts.who(item.author_id)],
        "effectivePeriod": {"start": item.starts_on.isoformat()},
        "valueString": words,
        "note": notes(content.get("team_line")),
    }
    parts.supporting.append(parts.line(item, observation))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """The value in words. ``Left`` for an Observation about anything else."""
    sort = seen.own_code(resource, "circumstance", "code")
    if sort not in SORTS:
        raise Left(_("It records something else than the person’s life as it is."))
    return {"sort": sort, **said(resource)}
