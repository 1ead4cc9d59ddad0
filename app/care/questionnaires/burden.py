"""How much is asked of one person: questions in a month, and what is known already (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.care.questionnaires import store
from app.care.questionnaires.parts import Definition
from app.care.questionnaires.walk import screens
from app.models import Assignment, Questionnaire

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Burden:
    """``asked`` questions of ``most`` within a month; ``adds`` are those of the form in question."""

    asked: int
    most: int
    adds: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the form would go over what the practice allows itself."""
        return self.asked + self.adds > self.most


def questions_in(definition: Definition) -> int:
    """How many questions a person meets who answers none of them yet: follow-ups come only when they are needed."""
    return sum(len(screen.asked) for screen in screens(definition, {}))


def asked_lately(session: Session, grant: Grant, today: date) -> int:
    """Questions of forms that opened within the last 30 days, or will; withdrawn and imported ones not counted."""
    query = (
        records.of(session, grant, Assignment)
        .where(
            Assignment.withdrawn_at.is_(None),
            Assignment.opens_on > today - MONTH,
            Assignment.origin != "imported",
            Assignment.for_account_id.is_(None),
        )
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .with_only_columns(Questionnaire.digest)
    )
    return sum(questions_in(store.by_digest(session, digest)) for digest in session.scalars(query))
