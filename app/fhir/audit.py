"""The log of a person as FHIR R4 AuditEvents, one a line (NDJSON), so that a long one is never in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.access.grants import Capacity
from app.access.purposes import CODES
from app.care.people.log_file import Entry
from app.care.people.log_words import kind_of
from app.fhir.parts import Resource, ours

_HL7 = "http://terminology.hl7.org/CodeSystem"
REST = {
    "system": f"{_HL7}/audit-event-type",
    "code": "rest",
    "display": "RESTful Operation",
}
REASONS = f"{_HL7}/v3-ActReason"
_ACTIONS = {"add": "C", "remove": "D", "undo": "D"}


def lines(entries: Iterable[Entry], patient_id: str, base: str) -> Iterator[str]:
    """Each row as one line of JSON. ``base``: the address of this installation."""
    for entry in entries:
        yield json.dumps(event(entry, patient_id, base), ensure_ascii=False, separators=(",", ":")) + "\n"


def event(entry: Entry, patient_id: str, base: str) -> Resource:
    """One row of the log as an AuditEvent."""
    row = entry.row
    seen = kind_of(row.act)[0] == "seen" or row.act.startswith("read ")
    agent: Resource = {
        "who": _who(entry, base),
        "role": [{"coding": [ours("capacity", row.capacity, row.capacity)["coding"][0]]}],
        "requestor": True,
    }
    if entry.name:
        agent["name"] = entry.name
    made: Resource = {
        "resourceType": "AuditEvent",
        "id": f"log-{row.seq}",
        "type": REST,
        "subtype": [ours("act", row.act.replace(" ", "-"), entry.did)["coding"][0]],
        "action": "R" if seen else _ACTIONS.get(row.act.partition(" ")[0], "U"),
        "recorded": row.at.isoformat(timespec="milliseconds"),
        "outcome": "0",
        "outcomeDesc": entry.did,
        "agent": [agent],
        "source": {"observer": {"display": base}, "type": [_APPLICATION]},
        "entity": [{"what": {"reference": f"Patient/{patient_id}"}, "type": _PERSON, "role": _PATIENT}],
    }
    if row.purpose in CODES:
        code, display = CODES[row.purpose]
        made["purposeOfEvent"] = [{"coding": [{"system": REASONS, "code": code, "display": display}]}]
    if row.object_id:
        what = {"identifier": {"system": f"{base}/fhir/log", "value": row.object_id}}
        made["entity"].append(
            {"what": what, "type": ours("kind", row.kind or "item", row.kind or "item")["coding"][0]}
        )
    return made


_APPLICATION = {
    "system": f"{_HL7}/security-source-type", "code": "4", "display": "Application Server",
}  # fmt: skip
_PERSON = {
    "system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1", "display": "Person",
}  # fmt: skip
_PATIENT = {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1", "display": "Patient"}


def _who(entry: Entry, base: str) -> Resource:
    row = entry.row
    if row.capacity == Capacity.GUEST:  # no account: the row names their way in
        return {"identifier": {"system": f"{base}/fhir/guest", "value": row.object_id}, "display": entry.name}
    if row.capacity == Capacity.SELF:
        sort = "Patient"
    else:
        sort = "RelatedPerson" if row.capacity == Capacity.PROXY else "Practitioner"
    who: Resource = {"type": sort, "identifier": {"system": f"{base}/fhir/account", "value": row.actor_id}}
    if entry.name:
        who["display"] = entry.name
    return who
