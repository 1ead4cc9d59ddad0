"""Who has seen which version: a row when somebody opens it for the first time."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.db import new_id
from app.models import PlanOpened


def note(session: Session, grant: Grant, number: int) -> None:
    """Note that the grant's actor opened this version; a repeat changes nothing."""
    grant.must(Permission.SEE_PLAN)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {
        "id": new_id(),
        "patient_id": grant.patient_id,
        "number": number,
        "actor_id": grant.actor_id,
        "capacity": grant.capacity,
        "at": clock.now(),
    }
    session.execute(dialect.insert(PlanOpened).values(values).on_conflict_do_nothing())


def by(session: Session, grant: Grant, number: int) -> list[PlanOpened]:
    """Who opened this version, first first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, PlanOpened).where(PlanOpened.number == number)
    return list(session.scalars(query.order_by(PlanOpened.at)))
