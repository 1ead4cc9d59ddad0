"""The person's answer to one item of one version. It informs people; nothing starts, stops or opens because of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.i18n import locale_tag
from app.models import Decision, PlanItem

ANSWERS = {
    "yes": _l("Yes"),
    "not_now": _l("Not now"),
    "no": _l("No"),
    "talk": _l("Let’s talk about it"),
}
RULE = "lets_talk"


def decide(
    session: Session, grant: Grant, key: str, number: int, answer: str, words: str = "", shown_as: str = "phone"
) -> Decision:
    """Store the answer to the item ``key`` of version ``number``, with its language and form.

    Raises ``Conflict`` when that is not the newest version any more (``theirs`` is the new text), ``NotFound``
    for a key that is not in the plan, ``Invalid`` for an answer nobody offered. A repeat is stored once.
    """
    grant.must(Permission.DECIDE)
    words = clean(words)
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the four answers.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    return _store(session, grant, _item_of(session, grant, key, number, words), answer, words, shown_as)


def take_back(session: Session, grant: Grant, key: str) -> Decision | None:
    """Take the newest answer back, at any time. None when there is none to take back."""
    grant.must(Permission.DECIDE)
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    newest = newest_for(session, grant, key)
    if newest is None or newest.answer == "taken_back":
        return newest
    return _store(session, grant, item, "taken_back", "", "phone")


def newest_for(session: Session, grant: Grant, key: str) -> Decision | None:
    """The newest answer to one item, to be shown."""
    query = records.of(session, grant, Decision).where(Decision.key == key)
    return session.scalars(query.order_by(Decision.at.desc(), Decision.id.desc()).limit(1)).first()


def history(session: Session, grant: Grant, key: str) -> list[Decision]:
    """Every answer to one item, oldest first, to be shown."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Decision).where(Decision.key == key)
    return list(session.scalars(query.order_by(Decision.at, Decision.id)))


def _item_of(session: Session, grant: Grant, key: str, number: int, mine: str) -> PlanItem:
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if plan.current_number != number:
        words = _l("Your plan has changed since you opened this page. Here is the new text. Please answer again.")
        raise Conflict(words, mine=mine, theirs=versions.as_text(item))
    return item


def _store(session: Session, grant: Grant, item: PlanItem, answer: str, words: str, shown_as: str) -> Decision:
    newest = newest_for(session, grant, item.key)
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
        shown_as=shown_as,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(newest.at if newest else None),
    )
    session.add(decision)
    audit.record(session, grant, "take back" if answer == "taken_back" else "decide", "plan_item", item.key)
    session.flush()
    _tell_the_team(session, grant, item, answer, words)
    return decision


def _tell_the_team(session: Session, grant: Grant, item: PlanItem, answer: str, words: str) -> None:
    """ "Let's talk" is a wish to be rung, so a nurse sees it; any later answer ends the wish."""
    from app.care import concerns

    if answer == "talk":
        kind = KINDS[item.kind]
        title, said = kind.title_outside(item.content), kind.words_outside(words[:200])
        why = {"title": title, "key": item.key, "words": said}
        concerns.raise_concern(session, grant, rule=RULE, subject=item.key, why=why)
    else:
        concerns.close_concern_for(session, grant, RULE, item.key, outcome="person_answered")
