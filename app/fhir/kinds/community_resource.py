"""Help nearby: a ServiceRequest in the manner of the Gravity project, serving a goal."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds.community_resource import NEEDS, STATES
from app.fhir import seen
from app.fhir.parts import Parts, notes, ours, pertains, window
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "ServiceRequest"
READS = ("ServiceRequest",)
STATUS = {"idea": "draft", "ended": "completed", "did_not_work": "revoked"}
OVER = {"revoked", "completed", "entered-in-error"}


def write(item: PlanItem, parts: Parts) -> None:
    """An activity of the plan refers to it."""
    content = item.content
    contact = [content.get(name) for name in ("phone", "place", "hours")]
    request = {
        "resourceType": "ServiceRequest",
        "extension": pertains(parts.linked(item, "goal")),
        "basedOn": [parts.plan],
        "status": STATUS.get(content.get("state", ""), "active"),
        "intent": "plan",
        "category": [ours("need", content.get("need", ""), str(NEEDS.get(content.get("need", ""), "")))],
        "code": {"text": content.get("what")},
        "subject": parts.subject,
        "occurrencePeriod": window(item),
        "requester": parts.who(item.author_id),
        "performer": [{"display": content.get("what")}],
        "reasonCode": [{"text": content.get("why")}] if content.get("why") else [],
        "note": notes("; ".join(each for each in contact if each), str(STATES.get(content.get("state", ""), ""))),
    }
    parts.activities.append({"reference": parts.line(item, request)})


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """What it is, what for and why. ``Left`` for an order of anything else, what is over, and what has no words."""
    status = seen.text(resource, "status")
    if status in OVER:
        raise Left(_("It is over or was called off (%(status)s).", status=status))
    need = seen.own_code(resource, "need", "category")
    social = {code for _system, code in seen.codes(resource, "category")} & {"sdoh", "social-history", "410606002"}
    if not need and not social:
        raise Left(_("It asks for a test or a treatment, not for help nearby."))
    what = seen.concept(resource, "code")
    if not what:
        raise Left(_("It has no words."))
    why = seen.concept(resource, "reasonCode")
    return {"what": what[:200], "need": need if need in NEEDS else "other", "why": why, "state": "asked"}
