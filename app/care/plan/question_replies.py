"""What becomes of a question after it was sent: the team opens it; the answer helped, or is still unclear."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import questions, versions
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import PlanItem, Question

HELPED, UNCLEAR = "helped", "unclear"


def note_read(session: Session, grant: Grant, question_id: str) -> Question:
    """The first of the team who opens a question is its receipt: who and when. A repeat changes nothing."""
    grant.must(Permission.ANSWER)
    question = records.one(session, grant, Question, question_id, lock=True)
    if question.read_at is None:
        question.read_by_id, question.read_at = grant.actor_id, clock.now()
        audit.record(session, grant, "read", "question", question.id)
        session.flush()
    return question


def helped(session: Session, grant: Grant, question_id: str) -> Question:
    """The answer helped: the talk about it is over. A repeat changes nothing.

    A helper says so about helpers' questions only (``Forbidden``): whether the person understood is theirs to say.
    ``Invalid`` before there is an answer, ``Conflict`` after it was called unclear and went on.
    """
    question = _answered(session, grant, question_id)
    if question.outcome == UNCLEAR:
        raise Conflict(_l("You said that this is still unclear. Your team answers again."))
    if not may_close(grant, question):
        raise Forbidden()
    if question.outcome != HELPED:
        _say(session, grant, question, HELPED)
    return question


def still_unclear(
    session: Session, grant: Grant, question_id: str, words: str = "", *, answer_days: int = 2
) -> Question:
    """The answer is still unclear: the same talk goes on with a new promised time, and reaches the worklist again.

    Returns the question that follows. A repeat with the same words returns the stored one; ``Conflict`` with
    both texts when it went on with others, ``Invalid`` before there is an answer.
    """
    words = clean(words)
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    words = words or _("This is still not clear to me.")
    versions.plan_of(session, grant)
    question = _answered(session, grant, question_id)
    if question.outcome == UNCLEAR:
        following = session.scalars(records.of(session, grant, Question).where(Question.follows_id == question.id))
        stored = following.one()
        if stored.words == words:
            return stored
        raise Conflict(_l("This was said to be unclear before. Ask a new question for more."), mine=words,
                       theirs=stored.words)  # fmt: skip
    _say(session, grant, question, UNCLEAR)
    item = _item_of(session, grant, question)
    return questions.put(session, grant, item, words, answer_days=answer_days, follows=question)


def may_close(grant: Grant, question: Question) -> bool:
    """Whether the grant's actor may say that the answer helped."""
    if not grant.may(Permission.ASK):
        return False
    return grant.capacity is not Capacity.PROXY or question.capacity == Capacity.PROXY


def _answered(session: Session, grant: Grant, question_id: str) -> Question:
    grant.must(Permission.ASK)
    question = records.one(session, grant, Question, question_id, lock=True)
    if question.answered_at is None:
        raise Invalid(_l("This question has no answer yet."))
    return question


def _say(session: Session, grant: Grant, question: Question, outcome: str) -> None:
    question.outcome, question.outcome_at = outcome, clock.now()
    question.outcome_by_id, question.outcome_capacity = grant.actor_id, grant.capacity
    audit.record(session, grant, f"answer {outcome}", "question", question.id)
    session.flush()


def _item_of(session: Session, grant: Grant, question: Question) -> PlanItem:
    """The line as it is now; as it was when asked, if it has left the plan since."""
    try:
        item = versions.current_item(session, grant, question.key)
        grant.must(Permission.ASK, item.kind)
        return item
    except NotFound:
        query = records.of(session, grant, PlanItem).where(
            PlanItem.key == question.key, PlanItem.number == question.number
        )
        return session.scalars(query).one()
