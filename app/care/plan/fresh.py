"""Facts that fade: after their own interval they ask, quietly and of both sides, whether they are still right."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.marks import Mark
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Confirmed, PlanItem, PlanVersion


def fades_on(item: PlanItem, version: PlanVersion, confirmed: Mark | None) -> date | None:
    """The day from which a fact is faded: its interval after it was last said or confirmed. None: it has no end."""
    keeps = KINDS[item.kind].keeps_days
    if keeps is None:
        return None
    said = item.said_on or version.offered_at.date()
    since = max(said, confirmed.at.date()) if confirmed else said
    return since + timedelta(days=keeps)


def still_right(session: Session, grant: Grant, key: str, number: int) -> Confirmed:
    """One tap: this fact of version ``number`` is still right. Raises ``NotFound`` for a line outside the plan.

    ``Invalid`` for a line that does not fade. Repeated on one day by the same hand, it is one row.
    """
    grant.must(Permission.STILL_RIGHT)
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if KINDS[item.kind].keeps_days is None:
        raise Invalid(_l("This line needs no such answer."))
    if plan.current_number != number:
        raise versions.moved_on(item)
    before = _newest(session, grant, key)
    if before is not None and before.number == number and before.at.date() == clock.now().date():
        return before
    row = Confirmed(
        patient_id=grant.patient_id,
        key=key,
        number=number,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=clock.now(),
    )
    session.add(row)
    audit.record(session, grant, "still right", "plan_item", key)
    session.flush()
    return row


def _newest(session: Session, grant: Grant, key: str) -> Confirmed | None:
    query = records.of(session, grant, Confirmed).where(Confirmed.key == key, Confirmed.actor_id == grant.actor_id)
    return session.scalars(query.order_by(Confirmed.at.desc()).limit(1)).first()
