"""Who has seen which version, and which of its parts: a row when somebody opens it for the first time."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.db import new_id
from app.models import PartOpened, PlanOpened, Reminder


def note(session: Session, grant: Grant, number: int) -> None:
    """Note that the grant's actor opened this version; a repeat changes nothing. They are not told of it any more."""
    grant.must(Permission.SEE_PLAN)
    _once(session, grant, PlanOpened, number=number)
    told = records.of(session, grant, Reminder).with_only_columns(Reminder.id).where(
        Reminder.account_id == grant.actor_id, Reminder.kind == "plan", Reminder.state.in_(("due", "joined"))
    )  # fmt: skip
    if session.scalars(told.limit(1)).first() is not None:
        from app.care import reminders

        reminders.refresh(session, grant.patient_id)


def note_part(session: Session, grant: Grant, number: int, part: str) -> None:
    """Note that the grant's actor opened this part of a version; a repeat changes nothing."""
    grant.must(Permission.SEE_PLAN)
    _once(session, grant, PartOpened, number=number, part=part)


def _once(session: Session, grant: Grant, model: type[PlanOpened | PartOpened], **facts: Any) -> None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {
        "id": new_id(),
        "patient_id": grant.patient_id,
        "actor_id": grant.actor_id,
        "capacity": grant.capacity,
        "at": clock.now(),
        **facts,
    }
    session.execute(dialect.insert(model).values(values).on_conflict_do_nothing())


def by(session: Session, grant: Grant, number: int) -> list[PlanOpened]:
    """Who opened this version, first first."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, PlanOpened).where(PlanOpened.number == number)
    return list(session.scalars(query.order_by(PlanOpened.at)))
