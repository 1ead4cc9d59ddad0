"""A question past its promised time whose line somebody closed without an answer comes back, once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.concerns.timed.stages import Stages
from app.care.plan.kinds import KINDS
from app.care.plan.questions import RULE
from app.models import Account, PlanItem, Question

LATE = "late"


def raise_due(session: Session) -> int:
    """Raise a line for each question that is late, not answered, and on nobody's list."""
    stages, raised = Stages(session, RULE), 0
    for question, item, owner in session.execute(_late()):
        kind = KINDS[item.kind]
        why = {
            "title": kind.title_outside(item.content), "key": question.key,
            "words": kind.words_outside(question.words[:200]), "late": True,
        }  # fmt: skip
        owner_id = owner.id if owner is not None and owner.closed_at is None else None
        raised += stages.raise_once(
            question.patient_id, question.id, LATE, why, due_at=question.promised_by, owner_id=owner_id
        )
    return raised


def _late() -> sa.Select[Question, PlanItem, Account]:
    same = sa.and_(
        PlanItem.patient_id == Question.patient_id, PlanItem.key == Question.key, PlanItem.number == Question.number
    )
    return (
        sa.select(Question, PlanItem, Account)
        .join(PlanItem, same)
        .outerjoin(Account, Account.id == Question.owner_id)
        .where(Question.waiting(), Question.promised_by < clock.now())
    )
