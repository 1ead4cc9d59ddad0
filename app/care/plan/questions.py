"""Questions on an item: owned by a member of the team, with a promised time, answered where they were asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import PAGE, too_long
from app.care.people.patients import lead_of
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, PlanItem, Question

RULE = "question_waiting"
END_OF_DAY = time(17)


def ask(
    session: Session, grant: Grant, key: str, words: str, client_key: str | None = None, *, answer_days: int = 2
) -> Question:
    """Ask on an item of the newest version. The answer is promised within ``answer_days`` working days.

    A repeat of ``client_key`` returns the stored question. ``Invalid`` without words, ``NotFound`` for the key,
    ``Conflict`` when the client key was used for another question, or for one that was taken back.
    """
    grant.must(Permission.ASK)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Write your question, or pick one.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    if client_key and not (len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid()
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.ASK, item.kind)
    if client_key and (stored := _sent_before(session, grant, client_key)):
        if stored.withdrawn_at is not None:
            raise Conflict(_l("You took this question back. To ask it all the same, press the button once more."))
        if (stored.key, stored.words) != (key, words):
            raise Conflict(_l("You sent this page before. To ask this as well, press the button once more."))
        return stored
    return put(session, grant, item, words, client_key, answer_days=answer_days)


def put(
    session: Session,
    grant: Grant,
    item: PlanItem,
    words: str,
    client_key: str | None = None,
    *,
    answer_days: int,
    follows: Question | None = None,
) -> Question:
    """Store a question on ``item`` with its owner and promised time, and bring it to the worklist.

    ``follows``: the question whose answer was still unclear. For callers that checked words and permission.
    """
    from app.care import concerns

    owner = lead_of(session, grant.patient_id)
    now = clock.now()
    zone = records.one(session, grant, Patient, grant.patient_id).time_zone
    question = Question(
        patient_id=grant.patient_id,
        key=item.key,
        number=item.number,
        words=words,
        client_key=client_key,
        asked_by_id=grant.actor_id,
        capacity=grant.capacity,
        asked_at=now,
        owner_id=owner.id if owner else None,
        promised_by=promised(now, answer_days, zone),
        follows_id=follows.id if follows else None,
    )
    session.add(question)
    session.flush()
    audit.record(session, grant, "ask", "question", question.id)
    kind = KINDS[item.kind]
    why = {"title": kind.title_outside(item.content), "key": item.key, "words": kind.words_outside(words[:200])}
    concerns.raise_concern(
        session,
        grant,
        rule=RULE,
        subject=question.id,
        why=why | ({"again": True} if follows else {}),
        due_at=question.promised_by,
        owner_id=question.owner_id,
    )
    return question


def answer(session: Session, grant: Grant, question_id: str, words: str) -> Question:
    """Answer on the item. Raises ``Invalid`` without words, ``Conflict`` with both texts when answered already."""
    from app.care import concerns

    grant.must(Permission.ANSWER)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Write an answer.")})
    if problem := too_long(words, 2 * PAGE):
        raise Invalid(fields={"words": problem})
    question = records.one(session, grant, Question, question_id, lock=True)
    if question.answered_at is not None:
        if question.answer == words and question.answered_by_id == grant.actor_id:
            return question
        raise Conflict(_l("This question has already been answered."), mine=words, theirs=question.answer)
    if question.withdrawn_at is not None:
        raise Conflict(_l("The one who asked took this question back. Nobody waits for an answer."), mine=words)
    question.answer, question.answered_by_id, question.answered_at = words, grant.actor_id, clock.now()
    if question.read_at is None:
        question.read_by_id, question.read_at = grant.actor_id, question.answered_at
    audit.record(session, grant, "answer", "question", question.id)
    session.flush()
    concerns.close_concern_for(session, grant, RULE, question.id, outcome="answered")
    return question


def take_back(session: Session, grant: Grant, question_id: str) -> Question:
    """Who asked takes a question back while nobody has answered; nobody else can. Harmless to repeat.

    Its line on the worklist closes with it. ``Conflict`` once there is an answer, and for what goes on from an
    answer that was unclear, since that is part of a talk.
    """
    from app.care import concerns

    grant.must(Permission.ASK)
    question = records.one(session, grant, Question, question_id, lock=True)
    if question.asked_by_id != grant.actor_id:
        raise Forbidden()
    if question.withdrawn_at is not None:
        return question
    if not may_take_back(grant, question):
        raise Conflict(_l("This question has already been answered."), theirs=question.answer)
    question.withdrawn_at = clock.now()
    audit.record(session, grant, "withdraw question", "question", question.id)
    session.flush()
    concerns.close_concern_for(session, grant, RULE, question.id, outcome="withdrawn")
    return question


def may_take_back(grant: Grant, question: Question) -> bool:
    """Whether the grant's actor asked this, it still waits, and it is no part of a longer talk."""
    own = grant.actor is not None and question.asked_by_id == grant.actor.id
    return own and question.waits and question.follows_id is None and grant.may(Permission.ASK)


def waiting(session: Session, grant: Grant) -> list[Question]:
    """Questions of this person that nobody answered yet, the oldest promise first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Question).where(Question.waiting())
    return list(session.scalars(query.order_by(Question.promised_by, Question.id)))


def is_late(question: Question) -> bool:
    """Whether the promised time has passed without an answer."""
    return question.waits and question.promised_by < clock.now()


def promised(asked_at: datetime, working_days: int, zone: str) -> datetime:
    """The end of the working day (17:00 in ``zone``) that many working days, Monday to Friday, after asking."""
    day = asked_at.astimezone(ZoneInfo(zone)).date()
    left = max(1, working_days)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return datetime.combine(day, END_OF_DAY, ZoneInfo(zone)).astimezone(asked_at.tzinfo)


def _sent_before(session: Session, grant: Grant, client_key: str) -> Question | None:
    query = records.of(session, grant, Question).where(Question.client_key == client_key)
    return session.scalars(query).first()
