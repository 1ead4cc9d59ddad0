"""What the writing of a kind is made of: small pieces of FHIR R4, and the bundle that they go into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.fhir.packing import pack
from app.i18n import _, locale_tag
from app.models import Account, Decision, Patient, PlanItem, PlanVersion

OURS = "urn:handrail:fhir"
HL7 = "http://hl7.org/fhir/StructureDefinition"
ITEM = f"{OURS}:plan-item"
PART_OF = f"{OURS}:part-of-item"
LIVED = f"{OURS}:happened"
"""Marks what happened or was arranged: no line of a plan, and never read as one."""
LOINC = "http://loinc.org"
Resource = dict[str, Any]


@dataclass
class Parts:
    """What the kinds add to: resources of the bundle, and the lists of the CarePlan."""

    patient: Patient
    version: PlanVersion
    items: list[PlanItem] = field(default_factory=list)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    answers: Mapping[str, Decision] = field(default_factory=dict)
    """The newest answer to each line, by key. To be shown, never to act on."""
    used: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How often a coping strategy was used, and helped, by key."""
    resources: list[Resource] = field(default_factory=list)
    goals: list[Resource] = field(default_factory=list)
    activities: list[Resource] = field(default_factory=list)
    supporting: list[Resource] = field(default_factory=list)
    addresses: list[Resource] = field(default_factory=list)

    @cached_property
    def by_key(self) -> dict[str, PlanItem]:
        """Every line of the plan by its key."""
        return {item.key: item for item in self.items}

    @property
    def subject(self) -> Resource:
        """Whose plan it is, as a reference."""
        return {"reference": f"Patient/{self.patient.id}"}

    @property
    def plan(self) -> Resource:
        """The CarePlan, as a reference."""
        return {"reference": f"CarePlan/{self.version.plan_id}"}

    def who(self, owner: str) -> Resource:
        """Reference to a person by "patient" or account id; staff are Practitioners, helpers RelatedPersons."""
        if owner in (PATIENT, self.patient.account_id):
            return self.subject | {"display": self.patient.full_name}
        account = self.accounts.get(owner)
        if account is None:
            return {"reference": f"Practitioner/{owner}"} if owner else {}
        kind = "Practitioner" if account.is_staff else "RelatedPerson"
        return {"reference": f"{kind}/{owner}", "display": account.name}

    def by(self, actor_id: str, capacity: str) -> Resource:
        """As :meth:`who`, for whoever did something; both names when a helper did it."""
        found = self.who(actor_id)
        if capacity == "proxy":
            helper = found.get("display", "")
            found["display"] = _("%(helper)s, for %(name)s", helper=helper, name=self.patient.full_name)
        return found

    def add(self, resource: Resource) -> Resource:
        """Put a resource into the bundle (without what is empty) and give a reference to it."""
        made = compact(resource)
        self.resources.append(made)
        return {"reference": f"{made['resourceType']}/{made['id']}"}

    def line(self, item: PlanItem, resource: Resource) -> Resource:
        """As :meth:`add`, for the one resource that stands for this line: it is marked with all of the line."""
        before = resource.get("extension") or []
        return self.add({**resource, "id": item.key, "extension": [*before, self.mark(item)]})

    def beside(self, item: PlanItem, name: str, resource: Resource) -> Resource:
        """As :meth:`add`, for a further resource that belongs to a line: reading skips it, the line holds it all."""
        mark = {"url": PART_OF, "valueString": item.key}
        before = resource.get("extension") or []
        return self.add({**resource, "id": f"{item.key}-{name}", "extension": [*before, mark]})

    def mark(self, item: PlanItem) -> Resource:
        """Our own extension with the whole line, from which it is read back without loss."""
        parts: list[Resource] = [
            {"url": "key", "valueString": item.key},
            {"url": "kind", "valueCode": item.kind},
            {"url": "owner", "valueReference": self.who(item.owner)} if item.owner else {},
            {"url": "position", "valueInteger": item.position or 0},
            {"url": "starts", "valueDate": item.starts_on.isoformat()} if item.starts_on else {},
            {"url": "ends", "valueDate": item.ends_on.isoformat()} if item.ends_on else {},
            {"url": "author", "valueReference": self.who(item.author_id)} if item.author_id else {},
            {"url": "reason", "valueString": item.reason} if item.reason else {},
            pack("content", item.content),
        ]
        return {"url": ITEM, "extension": [part for part in parts if part]}

    def linked(self, item: PlanItem, *kinds: str) -> list[Resource]:
        """References to the lines that this one points to by key, of these kinds (any without)."""
        wanted = KINDS[item.kind].linked(item.content) if item.kind in KINDS else []
        there = self.by_key
        return [self.link(there[key]) for key in wanted if key in there and (not kinds or there[key].kind in kinds)]

    def goals_of(self, item: PlanItem | None) -> list[Resource]:
        """References to the goals that a line serves, or to the goal that the line is."""
        if item is None:
            return []
        return [self.link(item)] if item.kind == "goal" else self.linked(item, "goal")

    def link(self, item: PlanItem) -> Resource:
        """Reference to what a line becomes, written or not yet; it may be a place inside the plan."""
        from app.fhir.kinds import mapping_of

        kind = mapping_of(item.kind).RESOURCE
        if kind == "CarePlan":
            return {**self.plan, "extension": [{"url": f"{HL7}/targetElement", "valueUri": item.key}]}
        return {"reference": f"{kind}/{item.key}"}

    def detail(self, item: PlanItem, detail: Resource) -> None:
        """Put a line into the plan itself, as the detail of one of its activities, marked with all of the line."""
        usual = {"id": item.key, "status": "scheduled", "doNotPerform": False, "performer": [self.who(item.owner)]}
        before = detail.get("extension") or []
        made = compact({**usual, "scheduledPeriod": window(item), **detail, "extension": [*before, self.mark(item)]})
        self.activities.append({"detail": made})


def compact(value: Any) -> Any:
    """Without what is empty, at any depth: FHIR allows no empty lists, groups or texts."""
    if isinstance(value, dict):
        found = {name: compact(each) for name, each in value.items()}
        return {name: each for name, each in found.items() if each not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [each for each in map(compact, value) if each not in (None, "", [], {})]
    return value


def coded(system: str, code: str, text: str = "") -> Resource:
    """A CodeableConcept with one code, and the words that a person reads."""
    return compact({"coding": [{"system": system, "code": code}], "text": text}) if code else {"text": text}


def ours(name: str, code: str, text: str = "") -> Resource:
    """A code of our own list ``name``."""
    return coded(f"{OURS}:{name}", code, text)


def extension(name: str, **value: Any) -> Resource:
    """One extension of our own: ``extension("goal-why", valueString=words)``; nothing when the value is empty."""
    return {"url": f"{OURS}:{name}", **value} if all(each not in (None, "") for each in value.values()) else {}


def notes(*texts: Any) -> list[Resource]:
    """Each text that is not empty as an Annotation."""
    return [{"text": str(text)} for text in texts if text]


def window(item: PlanItem) -> Resource:
    """The line's first and last day as a Period."""
    days = (("start", item.starts_on), ("end", item.ends_on))
    return {name: day.isoformat() for name, day in days if day}


def pertains(goals: Iterable[Resource]) -> list[Resource]:
    """HL7's extension that ties a resource to goals."""
    return [{"url": f"{HL7}/resource-pertainsToGoal", "valueReference": goal} for goal in goals]


def happened(goals: Iterable[Resource]) -> list[Resource]:
    """The extensions of what happened or was arranged: the goals that it serves, and that it is no line of a plan."""
    return [*pertains(goals), {"url": LIVED, "valueBoolean": True}]


def as_text(item: PlanItem) -> str:
    """The whole line in words, for whoever knows none of our extensions."""
    return KINDS[item.kind].as_text(item.content) if item.kind in KINDS else item.kind


def language() -> str:
    """The language in which words of ours are written, as BCP 47."""
    return locale_tag()
