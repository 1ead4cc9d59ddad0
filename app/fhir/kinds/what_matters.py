"""What matters: an Observation with the person's words as its value and the team's line as its note."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.fhir.parts import LOINC, Parts, coded, notes
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Observation"
READS = ("Observation",)
CODE = "81380-8"
"""LOINC: goals, preferences and priorities for care experience."""
ASKED = {CODE, "81378-2", "75773-2", "87528-6"}
"""LOINC: the same, under certain conditions, for medical treatment, and a personal health goal (clinical.md 3.1)."""


def write(item: PlanItem, parts: Parts) -> None:
    """Supporting information of the plan."""
    words(item, parts, coded(LOINC, CODE, _("What matters to me")))


def words(item: PlanItem, parts: Parts, code: dict[str, Any]) -> None:
    """Own words with the team's line beside them, as an Observation with this code."""
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": parts.subject,
        "performer": [parts.who(item.author_id)],
        "effectivePeriod": {"start": item.starts_on.isoformat()},
        "valueString": item.content.get("words"),
        "note": notes(item.content.get("team_line")),
    }
    parts.supporting.append(parts.line(item, observation))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """The value in words. ``Left`` for an Observation about anything else."""
    if not any(code in ASKED for system, code in seen.codes(resource, "code") if system == LOINC):
        raise Left(_("It records something else than what matters to the person."))
    return said(resource)


def said(resource: dict[str, Any]) -> dict[str, Any]:
    """Words and team's line of such an Observation. ``Left`` when it has no words."""
    said = seen.text(resource, "valueString") or seen.concept(resource, "valueCodeableConcept")
    if not said:
        raise Left(_("It has no words."))
    return {"words": said, "team_line": seen.note(resource)}
