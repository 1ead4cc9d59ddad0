"""How sure the person is of doing a line, in numbers or faces, and what would make it a 7 (P4)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns import confidence
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Sureness

FACES = {
    1: _l("Not sure at all"),
    3: _l("A little sure"),
    5: _l("Half and half"),
    8: _l("Quite sure"),
    10: _l("Very sure"),
}
"""Five faces for those who do not like numbers (Brief Action Planning offers words), as numbers from 0 to 10."""
ENOUGH = 7
"""Below this, two people think together about what would help (Gutnick 2014). Nothing is stopped by it."""


def say(
    session: Session, grant: Grant, key: str, number: int | None, words: str = "", by_faces: bool = False
) -> Sureness:
    """Store how sure the person is. Below 7 a nurse sees it; 7 and more closes that line.

    The same said twice is one row. ``Invalid`` for what nobody can be sure of, ``NotFound`` for another key.
    """
    grant.must(Permission.OWN_LIFE)
    words = clean(words)
    if number is None or not 0 <= number <= 10 or (by_faces and number not in FACES):
        raise Invalid(fields={"confidence": _l("Pick one.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if item.kind != "activity" or item.owner != PATIENT:
        raise Invalid(_l("This is about things that you do yourself."))
    before = newest(session, grant).get(key)
    said = (number, by_faces, words, plan.current_number)
    if before is not None and said == (before.confidence, before.by_faces, before.words, before.number):
        return before
    row = Sureness(
        patient_id=grant.patient_id, key=key, confidence=number, by_faces=by_faces, words=words,
        number=plan.current_number, actor_id=grant.actor_id, capacity=grant.capacity,
        at=versions.later_than(before.at if before else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "say how sure", "plan_item", key)
    session.flush()
    confidence.watch(session, grant, key, KINDS[item.kind].title(item.content), number)
    return row


def newest(session: Session, grant: Grant) -> dict[str, Sureness]:
    """What was said last about each line, by key."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Sureness).order_by(Sureness.at, Sureness.id)
    return {row.key: row for row in session.scalars(query)}
