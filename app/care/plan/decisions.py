"""The person's answer to one item of one version. It informs people; nothing starts, stops or opens because of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import counting, explained, versions
from app.care.plan.how_answered import How
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import section_of
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.i18n import locale_tag
from app.models import Decision, PlanItem, Question

ANSWERS = {
    "yes": _l("Yes"),
    "not_now": _l("Not now"),
    "no": _l("No"),
    "talk": _l("Let’s talk about it"),
}
RULE = "lets_talk"


def decide(
    session: Session,
    grant: Grant,
    key: str,
    number: int,
    answer: str,
    words: str = "",
    how: How | None = None,
) -> Decision:
    """Store the answer to the item ``key`` of version ``number``, with its language and what it stood on.

    Raises ``Conflict`` when that is not the newest version any more (``theirs`` is the new text), ``NotFound``
    for a key that is not in the plan, ``Invalid`` for an answer nobody offered. A repeat is stored once.
    """
    grant.must(Permission.DECIDE)
    words = clean(words)
    how = _checked(answer, words, how)
    return _store(session, grant, _item_of(session, grant, key, number, words), answer, words, how)


def decide_all(
    session: Session, grant: Grant, keys: Sequence[str], number: int, answer: str, how: How | None = None
) -> list[Decision]:
    """The same answer to each of these lines, which were shown one by one: a row for each, all or none.

    Never for a whole plan: ``keys`` are the lines of one part. Raises as :func:`decide`.
    """
    grant.must(Permission.DECIDE)
    how = _checked(answer, "", how)
    if not keys:
        raise Invalid(_l("There is no line here to answer."))
    items = [_item_of(session, grant, key, number, "") for key in dict.fromkeys(keys)]
    if len({section_of(item.kind, item.owner) for item in items}) > 1:
        raise Invalid(_l("Answer one part of the plan at a time."))
    return [_store(session, grant, item, answer, _words_so_far(session, grant, item, answer), how) for item in items]


def take_back(session: Session, grant: Grant, key: str) -> Decision | None:
    """Take one's newest answer back, at any time; a helper takes back only what helpers said. None without one."""
    grant.must(Permission.DECIDE)
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.DECIDE, item.kind)
    newest = _newest_of_side(session, grant, key)
    if newest is None or newest.answer == counting.TAKEN_BACK:
        return newest
    return _store(session, grant, item, counting.TAKEN_BACK, "", How())


def from_paper(session: Session, grant: Grant, item: PlanItem, answer: str, words: str) -> Decision:
    """Store what the person marked on paper; the page as a whole is checked in ``care/plan/paper.py``."""
    grant.must(Permission.ENTER_PAPER)
    return _store(session, grant, item, answer, words, How(shown_as="paper"))


def newest_for(session: Session, grant: Grant, key: str) -> Decision | None:
    """The answer to one item that counts, to be shown."""
    return counting.of(_rows(session, grant, key)).counts


def history(session: Session, grant: Grant, key: str) -> list[Decision]:
    """Every answer to one item, oldest first, to be shown."""
    grant.must(Permission.SEE_PLAN)
    return _rows(session, grant, key)


def _rows(session: Session, grant: Grant, key: str) -> list[Decision]:
    query = records.of(session, grant, Decision).where(Decision.key == key)
    return list(session.scalars(query.order_by(Decision.at, Decision.id)))


def _newest_of_side(session: Session, grant: Grant, key: str) -> Decision | None:
    """The newest answer of the person, or of their helpers if one of those acts."""
    helper = grant.capacity is Capacity.PROXY
    rows = [row for row in _rows(session, grant, key) if (row.capacity == Capacity.PROXY) is helper]
    return rows[-1] if rows else None


def _checked(answer: str, words: str, how: How | None) -> How:
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the four answers.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    return (how or How()).checked()


def _words_so_far(session: Session, grant: Grant, item: PlanItem, answer: str) -> str:
    """The same answer to a whole part takes away no words that the person gave with it before."""
    newest = _newest_of_side(session, grant, item.key)
    same = newest is not None and newest.answer == answer and newest.substance == item.substance
    return newest.words if newest is not None and same else ""


def _item_of(session: Session, grant: Grant, key: str, number: int, mine: str) -> PlanItem:
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.DECIDE, item.kind)
    if plan.current_number != number:
        raise versions.moved_on(item, mine)
    return item


def _store(session: Session, grant: Grant, item: PlanItem, answer: str, words: str, how: How) -> Decision:
    rows = _rows(session, grant, item.key)
    newest = _newest_of_side(session, grant, item.key)
    same = (answer, words, item.substance, grant.actor_id, item.number)
    if newest is not None and same == (
        newest.answer, newest.words, newest.substance, newest.actor_id, newest.number,
    ):  # fmt: skip
        return newest
    decision = Decision(
        patient_id=grant.patient_id,
        key=item.key,
        number=item.number,
        substance=item.substance,
        answer=answer,
        words=words,
        language=locale_tag(),
        shown_as=how.shown_as,
        device=how.device,
        helper=how.helper,
        helped=how.helped,
        with_team=how.with_team,
        unclear=explained.unclear_now(session, grant),
        open_questions=_open_questions(session, grant, item.key),
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(rows[-1].at if rows else None),
    )
    session.add(decision)
    audit.record(session, grant, "take back" if answer == counting.TAKEN_BACK else "decide", "plan_item", item.key)
    session.flush()
    _tell_the_team(session, grant, item, counting.of([*rows, decision]).counts or decision)
    return decision


def _open_questions(session: Session, grant: Grant, key: str) -> list[str]:
    query = records.of(session, grant, Question).where(Question.key == key, Question.waiting())
    return [question.id for question in session.scalars(query.order_by(Question.asked_at, Question.id))]


def _tell_the_team(session: Session, grant: Grant, item: PlanItem, counts: Decision) -> None:
    """ "Let's talk" is a wish to be rung, so a nurse sees it; another answer that counts ends the wish."""
    from app.care import concerns

    if counts.answer == "talk":
        kind = KINDS[item.kind]
        title, said = kind.title_outside(item.content), kind.words_outside(counts.words[:200])
        why = {"title": title, "key": item.key, "words": said}
        concerns.raise_concern(session, grant, rule=RULE, subject=item.key, why=why)
    else:
        concerns.close_concern_for(session, grant, RULE, item.key, outcome="person_answered")
