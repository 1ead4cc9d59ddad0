"""A follow-up: a CommunicationRequest with who, with whom, how, when and about what."""

from __future__ import annotations

from typing import Any

from app import clock
from app.fhir import seen
from app.fhir.parts import Parts, ours, window
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "CommunicationRequest"
READS = ("CommunicationRequest", "Appointment")
OVER = {"cancelled", "revoked", "completed", "entered-in-error", "noshow", "fulfilled"}
WAYS = {"PHONE": "phone", "VIDEOCONF": "video", "FACE": "visit", "WRITTEN": "message", "ELECTRONIC": "message"}
"""v3-ParticipationMode to ours (HL7 terminology)."""


def write(item: PlanItem, parts: Parts) -> None:
    """An activity of the plan refers to it."""
    content = item.content
    request = {
        "resourceType": "CommunicationRequest",
        "basedOn": [parts.plan],
        "status": "active",
        "subject": parts.subject,
        "about": [parts.plan],
        "medium": [ours("follow-up", content.get("how", ""))],
        "payload": [{"contentString": text} for text in (content.get("about"), content.get("when")) if text],
        "occurrencePeriod": window(item),
        "sender": parts.who(item.owner),
        "recipient": [{"display": content.get("with_whom")}],
    }
    parts.activities.append({"reference": parts.line(item, request)})


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """With whom, how and about what. ``Left`` for what is over, or what names nobody."""
    status = seen.text(resource, "status")
    if status in OVER:
        raise Left(_("It is over or was called off (%(status)s).", status=status))
    if seen.text(resource, "resourceType") == "Appointment":
        return _appointment(resource, found)
    who = seen.text(resource, "recipient", "display") or found.name_of(resource, "recipient")
    if not who:
        raise Left(_("It does not say with whom."))
    modes = [WAYS[code] for _system, code in sorted(seen.codes(resource, "medium")) if code in WAYS]
    about = [seen.text(each, "contentString") for each in seen.several(resource, "payload")]
    how = seen.own_code(resource, "follow-up", "medium") or next(iter(modes), "phone")
    return {"with_whom": who[:200], "how": how, "about": "\n".join(text for text in about if text)}


def _appointment(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    day = seen.day(resource, "start")
    if day is None or day < clock.now().date():
        raise Left(_("The visit is in the past, or has no day."))
    actors = [each for each in seen.several(resource, "participant") if _is_a_person(each)]
    who = next((words for each in actors if (words := seen.text(each, "actor", "display"))), "")
    if not who:
        raise Left(_("It does not say with whom."))
    about = seen.text(resource, "description") or seen.concept(resource, "reasonCode")
    return {"with_whom": who[:200], "how": "visit", "when": seen.text(resource, "start")[:10], "about": about}


def _is_a_person(participant: dict[str, Any]) -> bool:
    """Neither the person of the plan nor a room."""
    return not seen.reference(participant, "actor").startswith(("Patient/", "Location/"))
