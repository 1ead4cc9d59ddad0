"""The plan as a FHIR R4 Bundle: one CarePlan and all that it refers to. Storage knows none of this.

References are relative ("Goal/…") and lead to entries whose ``fullUrl`` begins with the installation's address, so
that "CarePlan/…/_history/3" means a version as R4 says. Each kind of line has a module in ``kinds/``.
"""

from __future__ import annotations

from app.fhir import arranged, lived, people, said
from app.fhir.kinds import mapping_of
from app.fhir.parts import OURS, Parts, Resource, coded, compact, extension, language
from app.fhir.record import Record
from app.i18n import _
from app.models import ItemNote


def bundle(record: Record, base: str) -> Resource:
    """A collection Bundle of the newest version. ``base``: address of the installation, no slash at its end."""
    parts = Parts(record.patient, record.version, record.items, record.accounts, record.newest_answers, record.used)
    team = people.write(parts, record.team, record.helpers)
    for item in record.items:
        mapping_of(item.kind).write(item, parts)
    _review(parts)
    said.answers(parts, record.answers, record.questions)
    said.questions(parts, record.questions)
    lived.write(parts, record.lived)
    arranged.write(parts, record.lived.arranged)
    plan = _plan(parts, team, record)
    entries = [
        {"fullUrl": f"{base}/fhir/{made['resourceType']}/{made['id']}", "resource": made}
        for made in (plan, *parts.resources)
    ]
    return {
        "resourceType": "Bundle",
        "language": language(),
        "type": "collection",
        "timestamp": record.at.isoformat(timespec="seconds"),
        "entry": entries,
    }


def _plan(parts: Parts, team: Resource, record: Record) -> Resource:
    version = parts.version
    authors = {item.author_id for item in parts.items} - {version.offered_by_id}
    made: Resource = compact(
        {
            "resourceType": "CarePlan",
            "id": version.plan_id,
            "meta": {"versionId": str(version.number), "lastUpdated": version.offered_at.isoformat()},
            "language": language(),
            "replaces": _earlier(version.plan_id, version.number - 1),
            "status": "active",
            "intent": "plan",
            "category": [
                coded("http://snomed.info/sct", "734163000"),
                coded("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan"),
            ],
            "title": _("Care plan"),
            "description": version.why,
            "subject": parts.subject,
            "period": {"start": version.in_force_from.isoformat(), "end": version.review_on.isoformat()},
            "created": version.offered_at.isoformat(),
            "author": parts.who(version.offered_by_id),
            "contributor": [parts.who(id_) for id_ in sorted(authors) if id_ in record.accounts],
            "careTeam": [team],
            "addresses": parts.addresses,
            "supportingInfo": parts.supporting,
            "goal": parts.goals,
            "activity": parts.activities,
            "note": [_note(parts, note) for note in record.notes],
        }
    )
    return made


def _note(parts: Parts, note: ItemNote) -> Resource:
    """Words beside a line, with who wrote them (both names for a helper) and which line it is."""
    by = parts.by(note.actor_id, note.capacity).get("display") or parts.patient.full_name
    about = [extension("about-item", valueString=note.key)]
    return {"extension": about, "authorString": by, "time": note.at.isoformat(), "text": note.words}


def _earlier(plan_id: str, number: int) -> list[Resource]:
    """The version before this one, by name: it is not in the bundle."""
    if number < 1:
        return []
    name = {"system": f"{OURS}:plan-version", "value": f"{plan_id}/{number}"}
    return [{"identifier": name, "display": _("Version %(number)s", number=number)}]


def _review(parts: Parts) -> None:
    """R4 CarePlan has no date of review, so it is a Task that an activity refers to."""
    version = parts.version
    task = {
        "resourceType": "Task",
        "id": version.id,
        "basedOn": [parts.plan],
        "status": "requested",
        "intent": "plan",
        "code": {"coding": [{"system": f"{OURS}:activity", "code": "review"}]},
        "description": _("Review this plan"),
        "focus": parts.plan,
        "for": parts.subject,
        "owner": parts.who(version.offered_by_id),
        "restriction": {"period": {"end": version.review_on.isoformat()}},
    }
    parts.activities.append({"reference": parts.add(task)})
