"""Asking to be erased: with a wait in which it can be taken back, and what the practice must keep said in time."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.db import lock
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Erasure, Patient

RULE = "erase_asked"
KEEP, NOTHING = "keep", "nothing"
KEEPS = {
    KEEP: _l("The law asks us to keep the medical record"),
    NOTHING: _l("Nothing has to be kept: erase it all"),
}


def open_one(session: Session, grant: Grant) -> Erasure | None:
    """What was asked and not taken back."""
    return session.scalars(records.of(session, grant, Erasure).where(Erasure.taken_back_at.is_(None))).first()


def ask(session: Session, grant: Grant, days: int) -> Erasure:
    """The person wants their record erased, in so many days. Asked twice, the first counts."""
    grant.must(Permission.ERASE)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if before := open_one(session, grant):
        return before
    row = Erasure(
        patient_id=person.id, actor_id=grant.actor_id, capacity=grant.capacity, at=clock.now(),
        due_on=clock.today(person.time_zone) + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "ask to erase", "erasure", row.id)
    concerns.raise_concern(session, grant, rule=RULE, why={"due_on": row.due_on.isoformat()}, once=True)
    return row


def take_back(session: Session, grant: Grant) -> None:
    """Nothing is erased after all. Twice changes nothing."""
    grant.must(Permission.ERASE)
    row = session.scalars(lock(records.of(session, grant, Erasure).where(Erasure.taken_back_at.is_(None)))).first()
    if row is None:
        return
    row.taken_back_at, row.taken_back_by_id = clock.now(), grant.actor_id
    audit.record(session, grant, "take back erasing", "erasure", row.id)
    concerns.close_concern_for(session, grant, RULE, outcome="person_answered")


def say_what_is_kept(session: Session, grant: Grant, keeps: str) -> Erasure:
    """A physician or the office says whether the law keeps the record.

    Raises ``Invalid`` for another answer, ``Conflict`` when nothing is asked any more.
    """
    grant.must(Permission.SAY_WHAT_IS_KEPT)
    if keeps not in KEEPS:
        raise Invalid(fields={"keeps": _l("Pick one of the answers shown.")})
    row = session.scalars(lock(records.of(session, grant, Erasure).where(Erasure.taken_back_at.is_(None)))).first()
    if row is None:
        raise Conflict(_l("This was taken back meanwhile. Nothing is erased."))
    row.keeps, row.keeps_said_by_id, row.keeps_said_at = keeps, grant.actor_id, clock.now()
    audit.record(session, grant, "say what is kept", "erasure", row.id)
    concerns.close_concern_for(session, grant, RULE)
    return row


def due(session: Session, today: date, most: int = 50) -> list[str]:
    """Ids of people whose wait is over, or whose years are, the longest first; at most so many."""
    waited = sa.and_(Erasure.sealed_at.is_(None), Erasure.due_on <= today)
    kept = sa.and_(Erasure.sealed_at.is_not(None), Erasure.keep_until <= today)
    query = sa.select(Erasure.patient_id).where(Erasure.taken_back_at.is_(None), sa.or_(waited, kept))
    return list(session.scalars(query.order_by(Erasure.due_on, Erasure.id).limit(most)))
