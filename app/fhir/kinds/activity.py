"""An activity: a Task that an activity of the plan refers to (cpl-3: a reference or a detail, not both)."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import rhythm
from app.fhir import seen
from app.fhir.parts import Parts, Resource, as_text, notes, ours, pertains, window
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Task"
READS = ("Task", "CarePlan.activity")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {
    "morning": "MORN", "breakfast": "PCM", "midday": "NOON", "lunch": "PCD", "evening": "EVE", "supper": "PCV",
    "bed": "HS",
}  # fmt: skip
EVERY = {
    "weeks2": (2, "wk"), "weeks3": (3, "wk"), "weeks4": (4, "wk"), "month": (1, "mo"), "months3": (3, "mo"),
    "year": (1, "a"),
}  # fmt: skip
OVER = {"cancelled", "stopped", "completed", "entered-in-error", "rejected", "failed"}


def write(item: PlanItem, parts: Parts) -> None:
    """A Task with its owner, its window and its days; how sure the person is stands beside it."""
    content = item.content
    task = {
        "resourceType": "Task",
        "basedOn": [parts.plan],
        "status": "requested",
        "intent": "plan",
        "code": ours("activity", "activity", content.get("what", "")),
        "description": as_text(item),
        "for": parts.subject,
        "authoredOn": parts.version.offered_at.isoformat(),
        "requester": parts.who(item.author_id),
        "owner": parts.who(item.owner),
        "location": {"display": content.get("where")},
        "restriction": {"period": window(item)},
        "note": notes(content.get("how_much")),
        "extension": pertains(parts.linked(item, "goal")),
        "input": [{"type": ours("activity", "schedule"), "valueTiming": {"repeat": _repeat(item)}}],
    }
    reference = parts.line(item, task)
    parts.activities.append({"reference": reference})
    if content.get("confidence") is not None:
        sure = {
            "resourceType": "Observation",
            "status": "final",
            "code": ours("observation", "confidence", _("How sure you are")),
            "subject": parts.subject,
            "focus": [reference],
            "valueInteger": content["confidence"],
        }
        parts.supporting.append(parts.beside(item, "confidence", sure))


def _repeat(item: PlanItem) -> Resource:
    days = item.content.get("days") or []
    repeat: Resource = {"boundsPeriod": window(item), "frequency": 1, "period": 1, "periodUnit": "d"}
    if days:
        repeat.update(periodUnit="wk", frequency=len(days), dayOfWeek=[DAYS[day] for day in days])
    if item.content.get("every") in EVERY:
        period, unit = EVERY[item.content["every"]]
        repeat.update(period=period, periodUnit=unit)
        if item.content["first_on"] <= item.ends_on.isoformat():  # a period that ends before it begins is none
            repeat["boundsPeriod"] = window(item) | {"start": item.content["first_on"]}
    when = [PARTS[part] for part in rhythm.parts(item.content) if part in PARTS]
    return repeat | ({"when": when} if when else {})


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """What, when and where, from a Task of a plan or from a detail. ``Left`` for what nobody is to do now."""
    status = seen.text(resource, "status")
    if status in OVER:
        raise Left(_("It is over or was called off (%(status)s).", status=status))
    if resource.get("doNotPerform") is True:
        raise Left(_("It says what not to do. Talk about it before it goes into a plan."))
    if seen.text(resource, "resourceType") == "Task" and not _is_of_a_plan(resource, found):
        raise Left(_("It is an order between professionals, not a line of a plan."))
    words, code = seen.text(resource, "description"), seen.concept(resource, "code")
    what = (code or words) if seen.own_code(resource, "activity", "code") else (words or code)
    if not what:
        raise Left(_("It has no words."))
    timing = seen.at(resource, "input", "valueTiming") or seen.at(resource, "scheduledTiming")
    note = seen.note(resource)
    return {
        "what": what,
        "how_much": (note if 0 < len(note) <= 200 else _daily(resource))[:200],
        "when": (seen.concept(timing, "code") or seen.text(resource, "scheduledString"))[:200],
        "days": _days(timing),
        **_parts(timing),
        **_every(timing),
        "where": seen.text(resource, "location", "display")[:200],
    }


def _parts(timing: Any) -> dict[str, Any]:
    """The first part of the day, and what comes after it."""
    said = seen.at(timing, "repeat", "when")
    named = said if isinstance(said, list) else [said]
    found = [ours for ours, code in PARTS.items() if code in named]
    return {"part": found[0] if found else "any", "also": found[1:]}


def _every(timing: Any) -> dict[str, Any]:
    """Another rhythm than each week, if it says from which day it counts."""
    rhythm_ = (seen.number(timing, "repeat", "period"), seen.text(timing, "repeat", "periodUnit"))
    every = next((ours for ours, (period, unit) in EVERY.items() if (period, unit) == rhythm_), "")
    first = seen.text(timing, "repeat", "boundsPeriod", "start")[:10]
    return {"every": every, "first_on": first} if every and len(first) == 10 else {}


def _is_of_a_plan(task: dict[str, Any], found: Any) -> bool:
    return seen.text(task, "intent") in ("plan", "proposal") or found.is_planned(task)


def _days(timing: Any) -> list[int]:
    said = seen.at(timing, "repeat", "dayOfWeek")
    named = said if isinstance(said, list) else [said]
    return [number for number, name in enumerate(DAYS) if name in named]


def _daily(resource: dict[str, Any]) -> str:
    for name in ("dailyAmount", "quantity"):
        value, unit = seen.number(resource, name, "value"), seen.text(resource, name, "unit")
        if value is not None:
            return f"{value} {unit}".strip()
    return ""
