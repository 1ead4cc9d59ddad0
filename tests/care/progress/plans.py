"""A small plan in force, written as rows: what progress hangs on."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app import clock
from app.db import new_id
from app.models import Account, CarePlan, DayChoice, Measurement, Patient, PlanItem, PlanVersion, ProgressEntry


def version(session, person: Patient, nurse: Account) -> PlanVersion:
    """A version that came into force ten days ago."""
    today = clock.today(person.time_zone)
    plan = CarePlan(patient_id=person.id, current_number=1, created_at=clock.now())
    session.add(plan)
    session.flush()
    made = PlanVersion(
        plan_id=plan.id, patient_id=person.id, number=1, offered_by_id=nurse.id, offered_at=clock.now(),
        in_force_from=today - timedelta(days=10), review_on=today + timedelta(days=100),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def item(session, of: PlanVersion, kind="activity", *, owner="patient", starts=-10, ends=60, **content) -> PlanItem:
    """One line, in force from `starts` to `ends` days from the version's first day plus ten (that is, today)."""
    today = of.in_force_from + timedelta(days=10)
    place = len(session.scalars(sa.select(PlanItem.id).where(PlanItem.version_id == of.id)).all())
    made = PlanItem(
        version_id=of.id, patient_id=of.patient_id, number=of.number, key=new_id(), kind=kind, owner=owner,
        starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends), content=content,
        substance="x", author_id=of.offered_by_id, position=place,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def coping(session, of: PlanVersion, walk: PlanItem, barrier="weather", **content) -> PlanItem:
    """The person's own line for rain."""
    words = {"if_words": "it rains", "then_words": "I walk the stairs with the radio on", **content}
    return item(session, of, "coping_strategy", activity_key=walk.key, barrier=barrier, **words)


def on_day(session, line: PlanItem, who: Account, on=True) -> None:
    """The person puts it on their day, or takes it off."""
    session.add(DayChoice(
        patient_id=line.patient_id, key=line.key, on_my_day=on, actor_id=who.id, capacity="self", at=clock.now()
    ))  # fmt: skip
    session.flush()


def entry(session, line: PlanItem, who: Account, day: date, outcome="did", **more) -> ProgressEntry:
    """Something that happened with a line."""
    made = ProgressEntry(**{
        "patient_id": line.patient_id, "key": line.key, "outcome": outcome, "happened_on": day,
        "happened_at": clock.now(), "recorded_at": clock.now(), "client_key": new_id(), "actor_id": who.id,
        "capacity": "self", **more,
    })  # fmt: skip
    session.add(made)
    session.flush()
    return made


def reading(session, person: Patient, who: Account, kind: str, value: float, *, unit="kg", days_ago=0) -> Measurement:
    """A reading with one number."""
    made = Measurement(
        patient_id=person.id, kind=kind, values={kind: value}, unit=unit, canonical=float(value),
        happened_at=clock.now() - timedelta(days=days_ago), recorded_at=clock.now(), client_key=new_id(),
        actor_id=who.id, capacity="self",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
