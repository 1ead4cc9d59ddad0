"""A treatment: a detail of the plan, tied to its goal; a medicine also as a MedicationStatement of what is taken."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.fhir.parts import Parts, Resource, as_text, notes, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "CarePlan"
READS = ("MedicationStatement", "MedicationRequest")
KINDS = {"medicine": "MedicationRequest", "device": "DeviceRequest", "diet": "NutritionOrder"}
OVER = {"completed", "stopped", "cancelled", "entered-in-error", "not-taken", "draft", "unknown"}


def write(item: PlanItem, parts: Parts) -> None:
    """An activity of the plan; the whole line in words as its description."""
    content = item.content
    detail = {
        "kind": KINDS.get(content.get("sort", ""), "ServiceRequest"),
        "code": ours("treatment-sort", content.get("sort", ""), content.get("plain_name", "")),
        "goal": parts.linked(item, "goal"),
        "reasonReference": parts.linked(item, "problem"),
        "reasonCode": [{"text": content.get("purpose")}],
        "description": as_text(item),
    }
    parts.detail(item, detail)
    if content.get("sort") == "medicine":
        parts.supporting.append(parts.beside(item, "medicine", _statement(item, parts)))


def _statement(item: PlanItem, parts: Parts) -> Resource:
    content = item.content
    dosage = ", ".join(words for words in (content.get("how"), content.get("when")) if words)
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": content.get("clinical_name") or content.get("plain_name")},
        "subject": parts.subject,
        "basedOn": [parts.plan],
        "reasonCode": [{"text": content.get("purpose")}],
        "dosage": [{"text": dosage}],
        "note": notes(content.get("never_alone_why")),
    }


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Name, dose and reason of a medicine that another system says is taken. ``Left`` for what is over or nameless.

    What was not said there stays "not discussed yet".
    """
    status = seen.text(resource, "status")
    if status in OVER:
        raise Left(_("It is over or was called off (%(status)s).", status=status))
    if resource.get("doNotPerform") is True:
        raise Left(_("It says what not to do. Talk about it before it goes into a plan."))
    name = seen.concept(resource, "medicationCodeableConcept") or seen.text(
        resource, "medicationReference", "display"
    )
    if not name:
        raise Left(_("It does not name the medicine."))
    dosage = seen.text(resource, "dosage", "text") or seen.text(resource, "dosageInstruction", "text")
    return {
        "sort": "medicine",
        "plain_name": name[:200],
        "clinical_name": name[:200],
        "purpose": seen.concept(resource, "reasonCode")[:2000],
        "how": dosage[:2000],
    }
