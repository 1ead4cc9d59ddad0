"""Answers that nobody has opened and whose line somebody closed without reading come back, once."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.concerns.timed.stages import Stages
from app.models import Assignment, Questionnaire, Receipt, Response

RULE, LATE = "unread_answers", "late"
WAITS = timedelta(days=2)
"""As long as the rule itself gives for reading."""
OLDEST = timedelta(days=90)


def raise_due(session: Session) -> int:
    """Raise a line for each form that was sent more than two days ago, has no reader, and is on nobody's list."""
    stages, raised = Stages(session, RULE), 0
    for response, title, visit_on in session.execute(_unread()):
        why = {"title": title, "visit_on": visit_on.isoformat() if visit_on else None}
        raised += stages.raise_once(response.patient_id, response.id, LATE, why)
    return raised


def _unread() -> sa.Select[Response, str, date | None]:
    now = clock.now()
    read = sa.exists().where(Receipt.response_id == Response.id)
    return (
        sa.select(Response, Questionnaire.title, Assignment.visit_on)
        .join(Assignment, Assignment.id == Response.assignment_id)
        .join(Questionnaire, Questionnaire.id == Response.questionnaire_id)
        .where(
            Response.submitted_at.between(now - OLDEST, now - WAITS),
            Response.is_latest,
            Assignment.withdrawn_at.is_(None),
            Assignment.origin != "imported",
            sa.not_(read),
        )
    )
