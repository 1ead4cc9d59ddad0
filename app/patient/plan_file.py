"""The whole plan to take along as a FHIR R4 file, for the person and their team. It leaves a row in the audit."""

from __future__ import annotations

import json
from typing import Any

from flask import make_response

from app.access.permissions import Permission
from app.fhir import record
from app.patient.base import pages
from app.web import step_up
from app.web.context import current


@pages.post("/plan/fhir", needs=Permission.EXPORT)
def plan_file() -> Any:
    """The newest version with everything on it. Before there is one, there is nothing to take along."""
    if again := step_up.ask():
        return again
    made = record.export(current.session, current.grant, current.config.public_url)
    answer = make_response(json.dumps(made, ensure_ascii=False, indent=2))
    answer.mimetype = "application/fhir+json"
    number = made["entry"][0]["resource"]["meta"]["versionId"]
    answer.headers["Content-Disposition"] = f'attachment; filename="care-plan-version-{number}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
