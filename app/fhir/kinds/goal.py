"""A goal: description verbatim, target with a measure (invariant gol-1), the person's answer as goal-acceptance."""

from __future__ import annotations

import re
from typing import Any

from app.care.plan.kinds.goal import IMPORTANCE
from app.fhir import seen
from app.fhir.parts import HL7, Parts, extension, notes, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Goal"
READS = ("Goal",)
PRIORITY = {1: "low-priority", 2: "medium-priority", 3: "high-priority"}
PRIORITIES = "http://terminology.hl7.org/CodeSystem/goal-priority"
RELATIONSHIPS = "http://terminology.hl7.org/CodeSystem/goal-relationship-type"
ACCEPTED = {"yes": "agree", "no": "disagree"}
"""Every other answer, and none, is "pending": goal-acceptance knows these three."""
OVER = {"rejected", "cancelled", "completed", "entered-in-error"}
NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{0,5}[1-9])?")
"""A number that reads back exactly as it was typed."""


def write(item: PlanItem, parts: Parts) -> None:
    """A Goal that the plan names."""
    content = item.content
    goal = {
        "resourceType": "Goal",
        "extension": [
            extension("goal-why", valueString=content.get("why")),
            extension("goal-adjusted", valueString=content.get("adjusted")),
            extension("goal-source", valueString=content.get("target_source")),
            acceptance(item, parts),
            *milestones(item, parts),
        ],
        "lifecycleStatus": "active",
        "category": [
            ours("goal-sort", content.get("sort", "")),
            ours("goal-term", content.get("term", "")),
        ],
        "priority": _priority(content.get("importance")),
        "description": {"text": content.get("words")},
        "subject": parts.subject,
        "startDate": item.starts_on.isoformat(),
        "target": [_target(item)],
        "expressedBy": parts.who(item.author_id),
        "addresses": parts.linked(item, "problem"),
        "note": notes(content.get("specific")),
    }
    parts.goals.append(parts.line(item, goal))


def milestones(item: PlanItem, parts: Parts) -> list[dict[str, Any]]:
    """The goals that serve this one, each as HL7's goal-relationship of type milestone: a piece of attaining it."""
    kind = {"coding": [{"system": RELATIONSHIPS, "code": "milestone"}]}
    serving = [each for each in parts.items if each.kind == "goal" and each.content.get("parent_key") == item.key]
    return [
        {
            "url": f"{HL7}/goal-relationship",
            "extension": [
                {"url": "type", "valueCodeableConcept": kind},
                {"url": "target", "valueReference": parts.link(each)},
            ],
        }
        for each in serving
    ]


def acceptance(item: PlanItem, parts: Parts) -> dict[str, Any]:
    """What the person answered to the goal as it stands now, in the words of HL7's extension."""
    newest = parts.answers.get(item.key)
    stands = newest is not None and newest.substance == item.substance
    status = ACCEPTED.get(newest.answer, "pending") if newest is not None and stands else "pending"
    priority = _priority(item.content.get("importance"))
    said = [
        {"url": "individual", "valueReference": parts.subject},
        {"url": "status", "valueCode": status},
        {"url": "priority", "valueCodeableConcept": priority} if priority else {},
    ]
    return {"url": f"{HL7}/goal-acceptance", "extension": said}


def _priority(importance: Any) -> dict[str, Any]:
    if importance not in PRIORITY:
        return {}
    coding = {"system": PRIORITIES, "code": PRIORITY[importance]}
    return {"coding": [coding], "text": str(IMPORTANCE[importance])}


def _target(item: PlanItem) -> dict[str, Any]:
    content = item.content
    target: dict[str, Any] = {"dueDate": item.ends_on.isoformat()}
    amount, unit = content.get("target", ""), content.get("unit", "")
    if content.get("measure"):
        target["measure"] = {"text": content["measure"]}
        if NUMBER.fullmatch(amount):
            target["detailQuantity"] = {"value": float(amount) if "." in amount else int(amount), "unit": unit}
        elif amount or unit:
            target["detailString"] = " ".join(part for part in (amount, unit) if part)
    return target


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """Words and SMART parts. ``Left`` for a goal without words or one that is over."""
    status = seen.text(resource, "lifecycleStatus")
    if status in OVER:
        raise Left(_("The goal is no longer worked on (%(status)s).", status=status))
    words = seen.concept(resource, "description")
    if not words:
        raise Left(_("It has no words."))
    priority = {code for _system, code in seen.codes(resource, "priority")}
    return {
        "words": words,
        "sort": seen.own_code(resource, "goal-sort", "category") or ("life" if _is_own(resource) else "clinical"),
        "term": seen.own_code(resource, "goal-term", "category") or "long",
        "specific": seen.note(resource),
        "why": seen.text(seen.own(resource, "goal-why"), "valueString"),
        "importance": next((number for number, code in PRIORITY.items() if code in priority), None),
        **_amount(seen.several(resource, "target")),
    }


def _is_own(resource: dict[str, Any]) -> bool:
    """Whether the person said it themselves."""
    by = seen.reference(resource, "expressedBy")
    return bool(by) and by == seen.reference(resource, "subject")


def _amount(targets: list[dict[str, Any]]) -> dict[str, str]:
    """The first target that says what is measured; the others stand in the resource alone."""
    target = next((each for each in targets if seen.concept(each, "measure")), {})
    quantity = seen.at(target, "detailQuantity")
    low, high = (seen.number(target, "detailRange", end, "value") for end in ("low", "high"))
    value = seen.number(quantity, "value")
    if value is None:
        value = seen.number(target, "detailInteger")
    ends = [str(end) for end in (low, high) if end is not None]
    amount = str(value) if value is not None else "–".join(ends)
    range_unit = seen.text(target, "detailRange", "high", "unit") or seen.text(target, "detailRange", "low", "unit")
    return {
        "measure": seen.concept(target, "measure")[:200],
        "target": (amount or seen.text(target, "detailString") or seen.concept(target, "detailCodeableConcept"))[
            :200
        ],
        "unit": (seen.text(quantity, "unit") or seen.text(quantity, "code") or range_unit)[:40],
    }
