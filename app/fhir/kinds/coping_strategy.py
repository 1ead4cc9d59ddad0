"""A coping plan. R4 has no element for it: a detail of the plan with the whole sentence, and its parts beside it.

The barrier is an Observation that the detail gives as its reason; the extension holds barrier, if, then, helper, and
how often it was used and helped.
"""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import KINDS
from app.care.plan.kinds.coping_strategy import barrier_in_words
from app.fhir import seen
from app.fhir.parts import OURS, Parts, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "CarePlan"
READS = ("CarePlan.activity",)


def write(item: PlanItem, parts: Parts) -> None:
    """A detail of kind Task with our code."""
    content = item.content
    barrier = {
        "resourceType": "Observation",
        "status": "final",
        "code": ours("barrier", content.get("barrier", "own"), barrier_in_words(content)),
        "subject": parts.subject,
        "valueString": barrier_in_words(content),
    }
    reason = parts.beside(item, "barrier", barrier)
    detail = {
        "kind": "Task",
        "code": ours("activity", "coping-plan", _("If things get in the way")),
        "reasonReference": [reason],
        "goal": _goals(item, parts),
        "description": KINDS["coping_strategy"].title(content),
        "extension": [_if_then(item, parts)],
    }
    parts.detail(item, detail)


def _goals(item: PlanItem, parts: Parts) -> list[dict[str, Any]]:
    """The goals of the activity that it rescues."""
    rescued = parts.by_key.get(item.content.get("activity_key") or "")
    return parts.linked(rescued, "goal") if rescued else []


def _if_then(item: PlanItem, parts: Parts) -> dict[str, Any]:
    content = item.content
    used = parts.used.get(item.key, {})
    said: dict[str, str] = {"if": barrier_in_words(content), "then": content.get("then_words", "")}
    said |= {"helper": content.get("with_whom") or content.get("helper") or ""}
    pieces: list[dict[str, Any]] = [{"url": "barrier", "valueCode": content.get("barrier", "own")}]
    pieces += [{"url": name, "valueString": words} for name, words in said.items() if words]
    pieces += [{"url": name, "valueInteger": used.get(name, 0)} for name in ("timesUsed", "helped")]
    return {"url": f"{OURS}:coping-plan", "extension": pieces}


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Barrier, if and then out of the extension. ``Left`` for a detail that is no coping plan."""
    pieces = {seen.text(each, "url"): each for each in seen.several(seen.own(resource, "coping-plan"), "extension")}
    then = seen.text(pieces.get("then"), "valueString")
    if not then:
        raise Left(_("It has no if and then."))
    barrier = seen.text(pieces.get("barrier"), "valueCode") or "own"
    return {"barrier": barrier, "if_words": seen.text(pieces.get("if"), "valueString"), "then_words": then}
