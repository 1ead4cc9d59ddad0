"""A version of the plan as a FHIR R4 Bundle: one CarePlan and what it refers to. Storage knows none of this.

Each kind of item has one mapping below. Coping plans have no element in R4, so they are an activity with the whole
sentence as its description and an extension with its parts. Decisions are not written here yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.care.plan.kinds import KINDS
from app.care.plan.kinds.coping_strategy import barrier_in_words
from app.care.plan.sections import PATIENT
from app.models import ItemNote, Patient, PlanItem, PlanVersion

OURS = "urn:handrail:fhir"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Resource = dict[str, Any]


@dataclass
class _Parts:
    """What the mappings add to: resources of the bundle, and the lists of the CarePlan."""

    patient: Patient
    names: Mapping[str, str]
    resources: list[Resource] = field(default_factory=list)
    goals: list[Resource] = field(default_factory=list)
    activities: list[Resource] = field(default_factory=list)
    supporting: list[Resource] = field(default_factory=list)

    @property
    def subject(self) -> Resource:
        return {"reference": f"urn:uuid:patient-{self.patient.id}"}

    def who(self, owner: str) -> Resource:
        return self.subject if owner == PATIENT else {"display": self.names.get(owner, "Care team")}

    def add(self, resource: Resource) -> Resource:
        self.resources.append(resource)
        return {"reference": f"urn:uuid:{resource['resourceType'].lower()}-{resource['id']}"}


def bundle(
    version: PlanVersion,
    items: list[PlanItem],
    patient: Patient,
    names: Mapping[str, str] | None = None,
    notes: Sequence[tuple[ItemNote, str]] = (),
) -> Resource:
    """A collection Bundle of one offered version. ``names``: what owners are called, by account id.

    ``notes``: words beside lines, each with who wrote it (both names for a helper).
    """
    parts = _Parts(patient, names or {})
    parts.add({"resourceType": "Patient", "id": patient.id, "name": [{"text": patient.full_name}]})
    for item in items:
        MAPPINGS[item.kind](item, parts)
    parts.add(_review(version, parts))
    plan = _compact(
        {
            "resourceType": "CarePlan",
            "id": version.plan_id,
            "meta": {"versionId": str(version.number)},
            "status": "active",
            "intent": "plan",
            "category": [
                _coded("http://snomed.info/sct", "734163000"),
                _coded("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan"),
            ],
            "description": version.why,
            "subject": parts.subject,
            "period": {"start": version.in_force_from.isoformat(), "end": version.review_on.isoformat()},
            "created": version.offered_at.isoformat(),
            "author": parts.who(version.offered_by_id),
            "supportingInfo": parts.supporting,
            "goal": parts.goals,
            "activity": parts.activities,
            "note": [_note(note, by) for note, by in notes],
        }
    )
    parts.resources.insert(0, plan)
    entries = [{"fullUrl": f"urn:uuid:{r['resourceType'].lower()}-{r['id']}", "resource": r} for r in parts.resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _note(note: ItemNote, by: str) -> Resource:
    about = [_extension("about-item", note.key)]
    return {"extension": about, "authorString": by, "time": note.at.isoformat(), "text": note.words}


def _own_words(code: Resource) -> Callable[[PlanItem, _Parts], None]:
    def write(item: PlanItem, parts: _Parts) -> None:
        note = item.content.get("team_line")
        observation = {
            "resourceType": "Observation", "id": item.key, "status": "final", "code": code,
            "subject": parts.subject, "valueString": item.content["words"], "note": [{"text": note}] if note else [],
        }  # fmt: skip
        parts.supporting.append(parts.add(_compact(observation)))

    return write


def _goal(item: PlanItem, parts: _Parts) -> None:
    content = item.content
    target: Resource = {"dueDate": item.ends_on.isoformat()}
    amount = " ".join(str(content[name]) for name in ("target", "unit") if content.get(name))
    if content.get("measure"):
        target["measure"] = {"text": content["measure"]}
        if amount:  # invariant gol-1: a detail needs a measure
            target["detailString"] = amount
    parts.goals.append(
        parts.add(
            _compact(
                {
                    "resourceType": "Goal",
                    "id": item.key,
                    "extension": [_extension("goal-why", content["why"])] if content.get("why") else [],
                    "lifecycleStatus": "active",
                    "category": [
                        _coded(f"{OURS}:goal-sort", content["sort"]),
                        _coded(f"{OURS}:goal-term", content["term"]),
                    ],
                    "description": {"text": content["words"]},
                    "subject": parts.subject,
                    "startDate": item.starts_on.isoformat(),
                    "target": [target],
                    "note": [{"text": content["specific"]}] if content.get("specific") else [],
                }
            )
        )
    )  # fmt: skip


def _activity(item: PlanItem, parts: _Parts) -> None:
    content = item.content
    repeat: Resource = {"boundsPeriod": _window(item), "frequency": 1, "period": 1, "periodUnit": "d"}
    if content.get("days"):
        repeat.update(periodUnit="wk", frequency=len(content["days"]), dayOfWeek=[DAYS[d] for d in content["days"]])
    goal = content.get("goal_key")
    detail = _detail(item, parts, KINDS["activity"].as_text(content))
    detail["scheduledTiming"] = {"repeat": repeat}
    if goal:
        detail["goal"] = [{"reference": f"urn:uuid:goal-{goal}"}]
    if content.get("where"):
        detail["location"] = {"display": content["where"]}
    parts.activities.append({"detail": detail})


def _coping_strategy(item: PlanItem, parts: _Parts) -> None:
    content = item.content
    detail = _detail(item, parts, KINDS["coping_strategy"].title(content))
    detail["code"] = _coded(f"{OURS}:activity", "coping-plan")
    detail["scheduledPeriod"] = _window(item)
    detail["extension"] = [
        {
            "url": f"{OURS}:coping-plan",
            "extension": [
                {"url": "barrier", "valueCode": content["barrier"]},
                {"url": "if", "valueString": barrier_in_words(content)},
                {"url": "then", "valueString": content["then_words"]},
            ],
        }
    ]
    parts.activities.append({"detail": detail})


def _follow_up(item: PlanItem, parts: _Parts) -> None:
    content = item.content
    request = {
        "resourceType": "CommunicationRequest",
        "id": item.key,
        "status": "active",
        "subject": parts.subject,
        "medium": [{"coding": [{"system": f"{OURS}:follow-up", "code": content["how"]}]}],
        "payload": [{"contentString": text} for text in (content.get("about"), content.get("when")) if text],
        "occurrencePeriod": _window(item),
        "sender": parts.who(item.owner),
        "recipient": [{"display": content["with_whom"]}],
    }
    parts.activities.append({"reference": parts.add(_compact(request))})


def _review(version: PlanVersion, parts: _Parts) -> Resource:
    """R4 CarePlan has no date of review, so it is a Task."""
    return {
        "resourceType": "Task",
        "id": version.id,
        "status": "requested",
        "intent": "plan",
        "description": "Review this plan",
        "for": parts.subject,
        "restriction": {"period": {"end": version.review_on.isoformat()}},
    }


def _detail(item: PlanItem, parts: _Parts, description: str) -> Resource:
    return {
        "id": item.key, "kind": "Task", "status": "scheduled", "doNotPerform": False,
        "performer": [parts.who(item.owner)], "description": description,
    }  # fmt: skip


def _window(item: PlanItem) -> Resource:
    return {"start": item.starts_on.isoformat(), "end": item.ends_on.isoformat()}


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _extension(name: str, value: str) -> Resource:
    return {"url": f"{OURS}:{name}", "valueString": value}


def _compact(resource: Resource) -> Resource:
    """Without what is empty: FHIR allows no empty lists or texts."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}


MAPPINGS: dict[str, Callable[[PlanItem, _Parts], None]] = {
    "what_matters": _own_words(_coded("http://loinc.org", "81380-8")),
    "strength": _own_words(_coded(f"{OURS}:observation", "strength")),
    "goal": _goal,
    "activity": _activity,
    "coping_strategy": _coping_strategy,
    "follow_up": _follow_up,
}
