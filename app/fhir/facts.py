"""Facts about a person's health in a file from elsewhere: no lines of a plan, but worth keeping beside it."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.fhir.found import Fact, Node
from app.i18n import _

WORDS: dict[str, tuple[str, ...]] = {
    "Condition": ("code",),
    "AllergyIntolerance": ("code",),
    "MedicationStatement": ("medicationCodeableConcept",),
    "MedicationRequest": ("medicationCodeableConcept",),
    "Observation": ("code",),
    "DocumentReference": ("type",),
    "DiagnosticReport": ("code",),
    "Immunization": ("vaccineCode",),
    "Procedure": ("code",),
}
"""Which types hold facts, and the element that names the fact."""
DATES = (
    "onsetDateTime", "recordedDate", "effectiveDateTime", "dateAsserted", "authoredOn", "date", "issued",
    "occurrenceDateTime", "performedDateTime",
)  # fmt: skip


def fact_of(node: Node, found: Any) -> Fact | None:
    """The fact in a resource; None when it has no words, or is of a type that holds none."""
    path = WORDS.get(node.kind)
    if path is None:
        return None
    resource = node.resource
    words = seen.concept(resource, *path) or seen.text(resource, "description")
    named = seen.several(resource, *path)
    if node.kind.startswith("Medication") and not words:
        medicine = found.node_of(seen.reference(resource, "medicationReference"), node.home)
        words = seen.concept(medicine.resource, "code") if medicine else ""
        words = words or seen.text(resource, "medicationReference", "display")
        named = seen.several(medicine.resource, "code") if medicine else []
    if not words:
        return None
    coding = next((each for concept in named for each in seen.several(concept, "coding")), {})
    status = seen.text(resource, "status") or next(
        iter(sorted(c for _s, c in seen.codes(resource, "clinicalStatus"))), ""
    )
    day = next(
        (day for name in DATES if (day := seen.day(resource, name))), seen.day(resource, "effectivePeriod", "start")
    )
    code = (seen.text(coding, "system"), seen.text(coding, "code"))
    return Fact(node.kind, words[:1000], code, status[:40], day, node.where, _value(resource))


def _value(resource: dict[str, Any]) -> str:
    """What was found, in words: a number with its unit, a text, or the parts of a blood pressure."""
    pieces = [_one(part) for part in (resource, *seen.several(resource, "component"))]
    return "; ".join(piece for piece in pieces if piece)[:1000]


def _one(part: dict[str, Any]) -> str:
    value = seen.number(part, "valueQuantity", "value")
    if value is None:
        value = seen.number(part, "valueInteger")
    unit = seen.text(part, "valueQuantity", "unit") or seen.text(part, "valueQuantity", "code")
    words = f"{value} {unit}".strip() if value is not None else ""
    words = words or seen.text(part, "valueString") or seen.concept(part, "valueCodeableConcept")
    return f"{seen.concept(part, 'code')}: {words}" if words and "resourceType" not in part else words


def why_left(kind: str) -> str:
    """Why a fact is no line of the plan."""
    if kind.startswith("Medication"):
        return _("It is a medicine. A plan says what each treatment is for; talk about that first.")
    return _("It is a fact about the person’s health, not a line of a plan.")
