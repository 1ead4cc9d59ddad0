"""Storing one answer, with who gave it, when, and the audit of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.care.questionnaires.parts import Value
from app.care.questionnaires.places import stored
from app.care.questionnaires.sheet import Sheet
from app.models import Answer

ACTS = {"answered": "answer", "skipped": "skip", "talk": "talk", "several": "answer"}


def keep(
    session: Session,
    grant: Grant,
    sheet: Sheet,
    where: str,
    values: list[Value],
    how: str,
    key: str,
    confirms: str | None = None,
    at: datetime | None = None,
) -> Answer:
    """Store what was said at a place, as its next revision. ``at``: when, if it is heard later."""
    row = sheet.rows.get(where)
    if row is None:
        link_id, occurrence = stored(where)
        row = Answer(
            patient_id=grant.patient_id,
            response_id=sheet.response.id,
            link_id=link_id,
            occurrence=occurrence,
            revision=0,
            private=False,
        )
        sheet.rows[where] = row
        session.add(row)
    asked = sheet.definition.by_link.get(row.link_id)
    row.private = row.private or bool(asked and asked.alone)
    row.values, row.how, row.client_key, row.confirms_id = values, how, key or None, confirms
    row.revision += 1
    row.actor_id, row.capacity = grant.actor_id, grant.capacity
    row.answered_at = at or clock.now()
    session.flush()
    audit.record(session, grant, ACTS.get(how, how), "answer", row.id)
    return row
