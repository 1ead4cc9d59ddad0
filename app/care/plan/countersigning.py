"""A physician looks at a plan that somebody else made: agrees with a comment, or asks whoever offered it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Countersign

RULE = "countersign_question"


def countersign(session: Session, grant: Grant, number: int, *, agrees: bool, words: str = "") -> Countersign:
    """Say that the newest version is right, or what is not clear, in words that the person reads.

    A question goes to whoever offered the version; agreeing later ends it. The version stays as it is, and nothing
    waits for this. Raises ``Conflict`` for an older version, ``Invalid`` for a question without words, for who
    offered it themselves, and for too many words. The same twice is stored once.
    """
    from app.care import concerns

    grant.must(Permission.COUNTERSIGN)
    words = clean(words)
    plan = versions.plan_of(session, grant)
    if plan.current_number != number:
        raise Conflict(_l("There is a newer version of this plan. Look at that one."))
    version = versions.of_number(session, grant, number)
    if version.offered_by_id == grant.actor_id:
        raise Invalid(_l("You offered this version yourself. Somebody else looks at it."))
    if not agrees and not words:
        raise Invalid(fields={"words": _l("Write what is not clear.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    newest = next(iter(of(session, grant, number)), None)
    if newest is not None and (newest.by_id, newest.agrees, newest.words) == (grant.actor_id, agrees, words):
        return newest
    row = Countersign(
        patient_id=grant.patient_id, number=number, agrees=agrees, words=words, by_id=grant.actor_id,
        at=versions.later_than(newest.at if newest else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "countersign", "plan_version", version.id)
    session.flush()
    subject = f"version-{number}"
    if agrees:
        concerns.close_concern_for(session, grant, RULE, subject, outcome="answered")
    else:
        why = {"words": words[:200], "number": number, "name": grant.actor.first_name if grant.actor else ""}
        concerns.raise_concern(session, grant, rule=RULE, subject=subject, why=why, owner_id=version.offered_by_id)
    return row


def of(session: Session, grant: Grant, number: int) -> list[Countersign]:
    """What was said of this version, the newest first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Countersign).where(Countersign.number == number)
    return list(session.scalars(query.order_by(Countersign.at.desc(), Countersign.id)))
