"""A health problem: a Condition with plain words, clinical name and status, which the plan addresses."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.fhir.parts import Parts, coded, extension, notes
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Condition"
READS = ("Condition",)
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
STATUS = {"active": "active", "better": "remission", "over": "resolved", "not_sure": "active"}
WRONG = {"refuted", "entered-in-error"}


def write(item: PlanItem, parts: Parts) -> None:
    """A Condition; how the person understands it is a note with an extension of its own beside it."""
    content = item.content
    status = content.get("status", "active")
    condition = {
        "resourceType": "Condition",
        "extension": [
            extension("problem-plain", valueString=content.get("plain")),
            extension("problem-understood", valueString=content.get("understood")),
        ],
        "clinicalStatus": coded(CLINICAL, STATUS.get(status, "active")),
        "verificationStatus": coded(VERIFICATION, "unconfirmed" if status == "not_sure" else "confirmed"),
        "code": {"text": content.get("clinical") or content.get("plain")},
        "subject": parts.subject,
        "onsetDateTime": content.get("since"),
        "recorder": parts.who(item.author_id),
        "note": notes(content.get("understood"), content.get("team_line")),
    }
    parts.addresses.append(parts.line(item, condition))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Name, status and onset. ``Left`` for what has no name or turned out not to be there."""
    if any(code in WRONG for _system, code in seen.codes(resource, "verificationStatus")):
        raise Left(_("It turned out not to be there."))
    name = seen.concept(resource, "code")
    if not name:
        raise Left(_("It has no words."))
    plain = seen.text(seen.own(resource, "problem-plain"), "valueString")
    understood = seen.text(seen.own(resource, "problem-understood"), "valueString")
    notes_said = seen.note(resource)
    return {
        "plain": (plain or name)[:200],
        "clinical": name[:200] if name != plain else "",
        "status": _status(resource),
        "since": _since(resource),
        "understood": understood,
        "team_line": notes_said.removeprefix(understood).strip() if understood else notes_said,
    }


def _status(resource: dict[str, Any]) -> str:
    if "unconfirmed" in {code for _system, code in seen.codes(resource, "verificationStatus")}:
        return "not_sure"
    said = {code for _system, code in seen.codes(resource, "clinicalStatus")}
    if said & {"resolved", "inactive"}:
        return "over"
    return "better" if "remission" in said else "active"


def _since(resource: dict[str, Any]) -> str:
    text = seen.text(resource, "onsetDateTime")[:10]
    return text if seen.day(resource, "onsetDateTime") else ""
