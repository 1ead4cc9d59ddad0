"""Answers to take along: the response as a FHIR R4 file, checked before it is handed out and written in the audit."""

from __future__ import annotations

import json
from typing import Any

from flask import make_response

from app.access import audit, records
from app.access.permissions import Permission
from app.care.questionnaires.sheet import load
from app.errors import NotFound
from app.fhir.response import checked, questionnaire_response
from app.models import Patient
from app.provider.base import record
from app.web import step_up
from app.web.context import current


@record.post("/answers/<response_id>/file", needs=Permission.READ_ANSWERS)
def answers_file(response_id: str) -> Any:
    """What was sent, as it was sent. Before that there is nothing to take along."""
    if again := step_up.ask():
        return again
    sheet = load(current.session, current.grant, response_id)
    if sheet.response.submitted_at is None:
        raise NotFound()
    patient = records.one(current.session, current.grant, Patient, current.grant.patient_id)
    document = checked(questionnaire_response(sheet, patient))
    audit.record(current.session, current.grant, "export", "response", response_id)
    answer = make_response(json.dumps(document, ensure_ascii=False, indent=2))
    answer.mimetype = "application/fhir+json"
    answer.headers["Content-Disposition"] = f'attachment; filename="answers-{response_id}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
