"""What happened, as Observations: readings with LOINC and UCUM, entries, how near a goal is, how sure somebody is.

Codes of readings are those of care/progress/kinds.py. What serves a goal names it by HL7's resource-pertainsToGoal,
and the goal names it back as an outcome. Each performer carries both names when a helper wrote it down.
"""

from __future__ import annotations

from typing import Any

from app.care.progress.coping import HELPED, UNSAID
from app.care.progress.kinds import KINDS, Kind, Unit
from app.care.progress.say import OUTCOMES
from app.fhir.lived_rows import Lived
from app.fhir.parts import LOINC, Parts, Resource, coded, happened, notes, ours
from app.i18n import _
from app.models import GoalNear, Measurement, PlanItem, ProgressEntry, Sureness

UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
CATEGORY = {
    "blood_pressure": "vital-signs", "weight": "vital-signs", "oxygen": "vital-signs", "temperature": "vital-signs",
    "steps": "activity", "activity_minutes": "activity", "sleep": "activity", "pain": "survey", "mood": "survey",
    "glucose": "exam", "peak_flow": "exam",
}  # fmt: skip
"""HL7's observation-category: what one measures on oneself at home is an exam where it is no vital sign."""


def write(parts: Parts, lived: Lived) -> None:
    """All of it into the bundle, each marked as something that happened."""
    goals = {f"Goal/{made['id']}": made for made in parts.resources if made["resourceType"] == "Goal"}
    by_measure = {str(i.content.get("measure") or ""): i for i in parts.items if i.kind == "activity"}
    for reading in lived.readings:
        if kind := KINDS.get(reading.kind):
            _add(parts, goals, _reading(parts, reading, kind), by_measure.get(reading.kind))
    for entry in lived.entries:
        _add(parts, goals, _entry(parts, entry), parts.by_key.get(entry.key))
    for near in lived.near:
        _add(parts, goals, _near(parts, near), parts.by_key.get(near.key))
    for sure in lived.sure:
        _add(parts, goals, _sure(parts, sure), parts.by_key.get(sure.key))


def _add(parts: Parts, written: dict[str, Resource], resource: Resource, item: PlanItem | None) -> None:
    """Into the bundle; tied to the goals that its line serves, or to the goal that the line is."""
    goals = parts.goals_of(item)
    usual: Resource = {"resourceType": "Observation", "status": "final", "subject": parts.subject}
    reference = parts.add({**usual, **resource, "extension": happened(goals)})
    for goal in goals:
        if made := written.get(goal["reference"]):
            made.setdefault("outcomeReference", []).append(reference)


def _reading(parts: Parts, row: Measurement, kind: Kind) -> Resource:
    unit = kind.unit(row.unit) or kind.units[0]
    found: Resource = {
        "id": row.id,
        "category": [coded(CATEGORIES, CATEGORY[kind.name])],
        "code": _code(kind.name, unit.loinc or kind.loinc, str(kind.title)),
        "effectiveDateTime": row.happened_at.isoformat(),
        "issued": row.recorded_at.isoformat(),
        "performer": [parts.by(row.actor_id, row.capacity)],
        "note": notes(row.note),
        "bodySite": ours("arm", str(row.values["arm"])) if row.values.get("arm") else {},
    }
    if len(kind.parts) == 1:
        return found | _value(row.values.get(kind.main.name), unit)
    components = []
    for part in kind.parts:
        if (value := row.values.get(part.name)) is not None:
            of_part = Unit("/min", _("beats a minute")) if part.name == "pulse" else unit
            components.append({"code": _code(part.name, part.loinc, str(part.label)), **_value(value, of_part)})
    if row.values.get("irregular"):
        words = str(_("Irregular beat"))
        components.append(
            {"code": ours("reading", "irregular", words), "valueBoolean": row.values["irregular"] == "yes"}
        )  # fmt: skip
    return found | {"component": components}


def _code(name: str, loinc: str, words: str) -> Resource:
    return coded(LOINC, loinc, words) if loinc else ours("reading", name, words)


def _value(value: Any, unit: Unit) -> Resource:
    """A number as it was typed, with its unit; or the word that a meter showed instead."""
    if isinstance(value, (int, float)):
        return {"valueQuantity": {"value": value, "unit": str(unit.shown), "system": UCUM, "code": unit.code}}
    return {"valueString": str(value)} if value else {}


def _entry(parts: Parts, row: ProgressEntry) -> Resource:
    """ "Did it, partly, not this time, no longer fits", with what was in the way, and what was tried and helped."""
    line = parts.by_key.get(row.key)
    used = parts.by_key.get(row.coping_key or "")
    answers = {**HELPED, **UNSAID}
    return {
        "id": row.id,
        "basedOn": [parts.plan],
        "code": ours("observation", "entry", _("What happened")),
        "focus": [parts.link(line)] if line else [],
        "effectiveDateTime": row.happened_on.isoformat(),
        "issued": row.recorded_at.isoformat(),
        "performer": [parts.by(row.actor_id, row.capacity)],
        "valueCodeableConcept": ours("outcome", row.outcome, str(OUTCOMES[row.outcome])),
        "note": notes(row.note),
        "component": [
            {"code": ours("entry", "barrier", _("In the way")), "valueString": row.barrier} if row.barrier else {},
            {"code": ours("entry", "used", _("Own plan that was used")), "valueString": used.key} if used else {},
            {
                "code": ours("entry", "helped", _("Did it help?")),
                "valueCodeableConcept": ours("helped", row.helped, str(answers.get(row.helped, row.helped))),
            }
            if row.helped
            else {},
            {"code": ours("entry", "confidence", _("How sure")), "valueInteger": row.confidence}
            if row.confidence is not None
            else {},
        ],
    }


def _near(parts: Parts, row: GoalNear) -> Resource:
    line = parts.by_key.get(row.key)
    return {
        "id": row.id,
        "code": ours("observation", "goal-near", _("How near it feels, from 0 to 10")),
        "focus": [parts.link(line)] if line else [],
        "effectiveDateTime": row.happened_on.isoformat(),
        "issued": row.recorded_at.isoformat(),
        "performer": [parts.by(row.actor_id, row.capacity)],
        "valueInteger": row.rung,
        "note": notes(row.words),
    }


def _sure(parts: Parts, row: Sureness) -> Resource:
    line = parts.by_key.get(row.key)
    return {
        "id": row.id,
        "code": ours("observation", "confidence", _("How sure you are")),
        "focus": [parts.link(line)] if line else [],
        "effectiveDateTime": row.at.isoformat(),
        "performer": [parts.by(row.actor_id, row.capacity)],
        "valueInteger": row.confidence,
        "note": notes(row.words),
    }
