"""Taking part no longer: reminders stop and nothing new is asked; the plan stays the person's to read and take along.

A pause is something else: it ends by itself. This ends when the person comes back. Nothing is lost either way, and
nobody has to say why.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.errors import Invalid
from app.models import Departure, Patient

LONGEST = 1000


def leave(session: Session, grant: Grant, words: str = "") -> Patient:
    """From now on nothing is asked of the person. Twice changes nothing.

    Raises ``Invalid`` for words that are too long.
    """
    grant.must(Permission.TAKE_PART)
    words = clean(words)
    if problem := too_long(words, LONGEST):
        raise Invalid(fields={"words": problem})
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if person.left_at is not None:
        return person
    person.left_at = clock.now()
    session.add(
        Departure(
            patient_id=person.id, words=words, actor_id=grant.actor_id, capacity=grant.capacity, at=person.left_at
        )
    )
    audit.record(session, grant, "stop taking part", "patient", person.id)
    concerns.close_concern_for(session, grant, "review_due", outcome="changed")
    _refresh(session, grant)
    return person


def come_back(session: Session, grant: Grant) -> Patient:
    """Take part again: reminders come as they were chosen. Twice changes nothing."""
    grant.must(Permission.TAKE_PART)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if person.left_at is None:
        return person
    person.left_at = None
    for row in session.scalars(records.of(session, grant, Departure).where(Departure.back_at.is_(None))):
        row.back_at, row.back_by_id, row.back_capacity = clock.now(), grant.actor_id, grant.capacity
    audit.record(session, grant, "take part again", "patient", person.id)
    _refresh(session, grant)
    return person


def history(session: Session, grant: Grant) -> Sequence[Departure]:
    """Each time that the person left, the newest first."""
    grant.must(Permission.TAKE_PART)
    query = records.of(session, grant, Departure).order_by(Departure.at.desc(), Departure.id)
    return session.scalars(query).all()


def _refresh(session: Session, grant: Grant) -> None:
    from app.care import reminders

    reminders.refresh(session, grant)
