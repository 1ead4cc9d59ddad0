"""The team's inbox: questions by urgency, then by the promised time; whose they are, and taking one over.

How urgent, by a stated rule: late first; then what is asked about a treatment or a line that keeps somebody safe, and
what is still unclear after an answer; then the rest. Never by a sum of counts.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.arrangements import making
from app.care.plan.kinds import KINDS
from app.care.plan.questions import RULE, is_late
from app.care.plan.questions_waiting import Waiting
from app.errors import Conflict
from app.i18n import lazy_gettext as _l
from app.models import Concern, Question

TREATMENTS = ("treatment", "trial")
LATE, FIRST, USUAL = 0, 1, 2


def urgency(waiting: Waiting) -> int:
    """0 late, 1 about safety or a treatment or still unclear, 2 the rest."""
    if is_late(waiting.question):
        return LATE
    kind = KINDS[waiting.item.kind]
    return FIRST if kind.is_safety or kind.name in TREATMENTS or waiting.question.follows_id else USUAL


def in_order(found: list[Waiting]) -> list[Waiting]:
    """By urgency, then by the promised time."""
    return sorted(found, key=lambda each: (urgency(each), each.question.promised_by, each.question.id))


def take(session: Session, grant: Grant, question_id: str) -> Question:
    """Make the acting clinician the one who answers, on the worklist too. ``Conflict`` when it is answered."""
    row = _own(session, grant, question_id, grant.actor_id)
    line = _line(session, grant, row)
    if line is not None:
        concerns.take(session, grant, line.id)
    return row


def hand_over(session: Session, grant: Grant, question_id: str, owner_id: str) -> Question:
    """Somebody else of the team answers. ``Invalid`` at "owner_id" for anybody who cannot; ``Conflict`` as above."""
    grant.must(Permission.ANSWER)
    row = _own(session, grant, question_id, making.able(session, grant, owner_id).id)
    line = _line(session, grant, row)
    if line is not None and line.owner_id != row.owner_id:
        line.owner_id, line.taken_at = row.owner_id, None
    return row


def _own(session: Session, grant: Grant, question_id: str, owner_id: str) -> Question:
    grant.must(Permission.ANSWER)
    row = records.one(session, grant, Question, question_id, lock=True)
    if row.answered_at is not None:
        raise Conflict(_l("This question has already been answered."), theirs=row.answer)
    if row.withdrawn_at is not None:
        raise Conflict(_l("The one who asked took this question back. Nobody waits for an answer."))
    if row.owner_id != owner_id:
        row.owner_id = owner_id
        audit.record(session, grant, "hand over question", "question", row.id)
        session.flush()
    return row


def _line(session: Session, grant: Grant, row: Question) -> Concern | None:
    query = records.of(session, grant, Concern).where(
        Concern.rule == RULE, Concern.subject == row.id, Concern.closed_at.is_(None)
    )
    return session.scalars(query).first()
