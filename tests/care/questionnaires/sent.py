"""Forms that somebody sent, answered with the rules of the product: by a total, or each question by its option."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.questionnaires import answering
from app.care.questionnaires.parts import Definition
from app.care.questionnaires.submitting import submit

NOT_COUNTED = ("phq-function", "phq-9-9")
"""Not in the total, or an alarm of its own."""


def adding_up_to(form: Definition, total: int) -> dict[str, str]:
    """Answers of up to 3 points each, from the first question on. AssertionError when the total does not fit."""
    given, left = {}, total
    for item in form.questions:
        if item.kind == "choice":
            share = min(left, 3, len(item.options) - 1) if item.link_id not in NOT_COUNTED else 0
            left -= share
            given[item.link_id] = str(share)
    assert left == 0, "the total does not fit"
    return given


def sent(session: Session, grant: Grant, assignment_id: str, answers: Mapping[str, str]) -> str:
    """Send the form with these answers, by link id; gives the response's id."""
    response = answering.start(session, grant, assignment_id).id
    for link, value in answers.items():
        answering.save(session, grant, response, link, given=[value])
    submit(session, grant, response)
    return response
