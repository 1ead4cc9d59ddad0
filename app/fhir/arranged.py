"""What was arranged: a visit as an Appointment; a referral or test as a ServiceRequest and Task; a return as a Task.

An Appointment says of the person only that they were asked: nobody's yes is made up.
"""

from __future__ import annotations

from datetime import timedelta

from app.care.arrangements.sorts import HOWS, LOOPS, SORTS, STATES, VISIT
from app.fhir.parts import Parts, Resource, happened, ours
from app.models import Arrangement

APPOINTMENT = {"booked": "booked", "done": "fulfilled", "called_off": "cancelled"}
TASK = {
    "open": "requested", "sent": "requested", "accepted": "accepted", "booked": "in-progress",
    "happened": "in-progress", "done": "in-progress", "result_back": "in-progress",
    "closed": "completed", "called_off": "cancelled",
}  # fmt: skip
"""Our steps as Task.status; a loop is completed only when the person was told."""
USUAL_MINUTES = 30
"""R4 asks for an end wherever there is a start (app-2)."""


def write(parts: Parts, rows: list[Arrangement]) -> None:
    """Each into the bundle, marked as something that was arranged."""
    for row in rows:
        if row.sort == VISIT:
            _visit(parts, row)
        elif row.sort in LOOPS:
            _loop(parts, row)
        else:
            parts.add(_task(parts, row))


def _marked(parts: Parts, row: Arrangement, resource: Resource) -> Resource:
    """With the goals that it serves, as the line that it serves says."""
    line = parts.by_key.get(row.item_key or "")
    return {**resource, "extension": happened(parts.goals_of(line))}


def _serves(parts: Parts, row: Arrangement) -> list[Resource]:
    line = parts.by_key.get(row.item_key or "")
    return [parts.plan, *([parts.link(line)] if line else [])]


def _visit(parts: Parts, row: Arrangement) -> None:
    minutes = timedelta(minutes=row.minutes or USUAL_MINUTES)
    there = [{"actor": {"display": words}, "status": "accepted"} for words in (row.with_whom, row.place) if words]
    visit: Resource = {
        "resourceType": "Appointment",
        "id": row.id,
        "status": APPOINTMENT[row.state],
        "appointmentType": ours("arranged-how", row.how, str(HOWS.get(row.how, row.how))) if row.how else {},
        "description": row.what,
        "supportingInformation": _serves(parts, row),
        "start": row.happens_at.isoformat() if row.happens_at else "",
        "end": (row.happens_at + minutes).isoformat() if row.happens_at else "",
        "minutesDuration": row.minutes,
        "created": row.created_at.isoformat(),
        "patientInstruction": row.bring,
        "participant": [
            {"actor": parts.subject, "required": "required", "status": "needs-action"},
            {"actor": parts.who(row.owner_id), "status": "accepted"} if row.owner_id else {},
            *there,
        ],
    }
    parts.add(_marked(parts, row, visit))


def _loop(parts: Parts, row: Arrangement) -> None:
    """What goes out is the ServiceRequest; who follows it until the person is told is the Task."""
    when: Resource = {"occurrencePeriod": {"end": row.due_on.isoformat()}} if row.due_on else {}
    if row.happens_at:
        when = {"occurrenceDateTime": row.happens_at.isoformat()}
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": f"{row.id}-request",
        "basedOn": [parts.plan],
        "status": "completed" if row.state in ("done", "result_back", "closed") else "active",
        "intent": "order",
        "category": [ours("arranged", row.sort, str(SORTS[row.sort]))],
        "code": {"text": row.what},
        "subject": parts.subject,
        **when,
        "authoredOn": row.created_at.isoformat(),
        "requester": parts.who(row.created_by_id),
        "performer": [{"display": row.with_whom}] if row.with_whom else [],
        "supportingInfo": _serves(parts, row),
    }
    reference = parts.add(_marked(parts, row, request))
    parts.add(_task(parts, row) | {"focus": reference})


def _task(parts: Parts, row: Arrangement) -> Resource:
    is_over = row.state == "done" and row.sort not in LOOPS
    task: Resource = {
        "resourceType": "Task",
        "id": row.id,
        "basedOn": [parts.plan],
        "status": "completed" if is_over else TASK[row.state],
        "businessStatus": ours("arranged-state", row.state, str(STATES[row.state])),
        "intent": "order",
        "code": ours("arranged", row.sort, str(SORTS[row.sort])),
        "description": row.what,
        "reasonCode": {"text": row.condition} if row.condition else {},
        "for": parts.subject,
        "authoredOn": row.created_at.isoformat(),
        "requester": parts.who(row.created_by_id),
        "owner": parts.who(row.owner_id) if row.owner_id else {},
        "restriction": {"period": {"end": row.due_on.isoformat()}} if row.due_on else {},
        "input": [{"type": ours("arranged", "booked"), "valueDateTime": row.happens_at.isoformat()}]
        if row.happens_at
        else [],
        "output": [{"type": ours("arranged", "told"), "valueString": row.result}] if row.result else [],
    }
    return _marked(parts, row, task)
