"""The person's own day: what they chose to do and be reminded of. A choice of its own, never a decision's shadow."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.plan.sections import PATIENT
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import DayChoice, PlanItem


def put_on(session: Session, grant: Grant, key: str, remind: bool = True) -> DayChoice:
    """Put one of the person's own activities on their day. ``NotFound`` for a key outside the plan."""
    grant.must(Permission.OWN_DAY)
    item = versions.current_item(session, grant, key)
    if item.kind != "activity" or item.owner != PATIENT:
        raise Invalid(_l("Only things that you do yourself can go on your day."))
    return _choose(session, grant, key, True, remind)


def own_activity(session: Session, grant: Grant, key: str) -> PlanItem:
    """Something of the newest version that the person does themselves. ``NotFound`` for any other key."""
    grant.must(Permission.SEE_PLAN)
    item = versions.current_item(session, grant, key)
    if item.kind != "activity" or item.owner != PATIENT:
        raise NotFound()
    return item


def take_off(session: Session, grant: Grant, key: str) -> DayChoice:
    """Take it off the day, and stop its reminders. Also for a line that left the plan."""
    grant.must(Permission.OWN_DAY)
    if key not in choices(session, grant):
        versions.current_item(session, grant, key)
    return _choose(session, grant, key, False, False)


def choices(session: Session, grant: Grant) -> dict[str, DayChoice]:
    """The newest choice for each key, on or off."""
    query = records.of(session, grant, DayChoice).order_by(DayChoice.at, DayChoice.id)
    return {choice.key: choice for choice in session.scalars(query)}


def on_my_day(session: Session, grant: Grant) -> dict[str, DayChoice]:
    """What is on the day now, by key."""
    return {key: choice for key, choice in choices(session, grant).items() if choice.on_my_day}


def _choose(session: Session, grant: Grant, key: str, on: bool, remind: bool) -> DayChoice:
    from app.care import reminders

    before = choices(session, grant).get(key)
    if before is not None and (before.on_my_day, before.remind) == (on, remind):
        return before
    choice = DayChoice(
        patient_id=grant.patient_id,
        key=key,
        on_my_day=on,
        remind=remind,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(before.at if before else None),
    )
    session.add(choice)
    audit.record(session, grant, "put on day" if on else "take off day", "plan_item", key)
    session.flush()
    reminders.refresh(session, grant.patient_id)
    return choice
