"""Whose part is what: taken on or not, and what stays out, in words (P11). Nothing starts or stops because of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.draft_checks import belongs
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.errors import Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import NotTheirs, PlanItem, Responsibility

ANSWERS = {"takes": _l("I take this on"), "cannot": _l("I cannot")}
RULE = "cannot_take_on"


def is_theirs(grant: Grant, owner: str) -> bool:
    """Whether the one who acts is the one who should do it."""
    if owner == PATIENT:
        return grant.capacity is Capacity.SELF
    return grant.actor is not None and grant.actor.id == owner


def answer(session: Session, grant: Grant, key: str, said: str, words: str = "") -> Responsibility:
    """Whoever should do a line takes it on, or says that they cannot; that reaches a nurse.

    The same said twice is one row. ``Forbidden`` for anybody else, ``Invalid`` naming fields, ``NotFound``.
    """
    grant.must(Permission.SEE_PLAN)
    words = clean(words)
    if said not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the answers shown.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if not KINDS[item.kind].is_to_do or not is_theirs(grant, item.owner):
        raise Forbidden()
    before = newest(session, grant).get((key, item.owner))
    if before is not None and (before.answer, before.words) == (said, words):
        return before
    row = Responsibility(
        patient_id=grant.patient_id, key=key, owner=item.owner, answer=said, words=words,
        actor_id=grant.actor_id, capacity=grant.capacity, at=versions.later_than(before.at if before else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "answer for one's part", "plan_item", key)
    session.flush()
    _tell_the_team(session, grant, item, said, words)
    return row


def newest(session: Session, grant: Grant) -> dict[tuple[str, str], Responsibility]:
    """What was said last, by key and owner: a line with another owner now is open again."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Responsibility).order_by(Responsibility.at, Responsibility.id)
    return {(row.key, row.owner): row for row in session.scalars(query)}


def may_say_not_theirs(grant: Grant) -> bool:
    """The person, and the team that writes the plan."""
    return grant.may(Permission.OWN_LIFE) or grant.may(Permission.EDIT_PLAN)


def say_not_theirs(session: Session, grant: Grant, owner: str, words: str) -> NotTheirs:
    """Say in words what is not somebody's to do. Sent twice it is one row.

    ``Invalid`` names fields, ``NotFound`` is for an owner who never had to do with this person.
    """
    if not may_say_not_theirs(grant):
        raise Forbidden()
    named.people(session, grant, [owner])
    words = clean(words)
    problems = {}
    if not words:
        problems["words"] = _l("Say in a few words what is not theirs to do.")
    elif problem := too_long(words):
        problems["words"] = problem
    if owner != PATIENT and not belongs(session, grant, owner):
        problems["owner"] = _l("Pick the person or somebody on their team.")
    if problems:
        raise Invalid(fields=problems)
    versions.plan_of(session, grant)
    same = next((row for row in not_theirs(session, grant) if (row.owner, row.words) == (owner, words)), None)
    if same is not None:
        return same
    row = NotTheirs(
        patient_id=grant.patient_id, owner=owner, words=words, actor_id=grant.actor_id, capacity=grant.capacity,
        at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "say what is not theirs", "not_theirs", row.id)
    return row


def end_not_theirs(session: Session, grant: Grant, row_id: str) -> NotTheirs:
    """It does not hold any more; a repeat changes nothing."""
    if not may_say_not_theirs(grant):
        raise Forbidden()
    row = records.one(session, grant, NotTheirs, row_id, lock=True)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = clock.now(), grant.actor_id
        audit.record(session, grant, "end what is not theirs", "not_theirs", row.id)
    return row


def not_theirs(session: Session, grant: Grant) -> list[NotTheirs]:
    """What stays out, oldest first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, NotTheirs).where(NotTheirs.ended_at.is_(None))
    return list(session.scalars(query.order_by(NotTheirs.at, NotTheirs.id)))


def _tell_the_team(session: Session, grant: Grant, item: PlanItem, said: str, words: str) -> None:
    from app.care import concerns

    if said == "cannot":
        why = {"title": KINDS[item.kind].title_outside(item.content), "key": item.key, "words": words[:200]}
        concerns.raise_concern(session, grant, rule=RULE, subject=item.key, why=why)
    else:
        concerns.close_concern_for(session, grant, RULE, item.key, outcome="changed")
