"""A checklist of the plan when its day has come: each line ticked off by the team, with the day and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.errors import NotFound
from app.models import Patient, PlanItem, StepDone


@dataclass(frozen=True)
class Step:
    """One line; ``done`` is the tick that counts, if any. ``number``: its place, from 0."""

    number: int
    words: str
    done: StepDone | None


def steps_of(item: PlanItem, ticks: list[StepDone]) -> list[Step]:
    """The lines of one checklist as it reads now, with their ticks. A line that was reworded has none."""
    by_words = {tick.step: tick for tick in ticks if tick.key == item.key}
    return [Step(n, words, by_words.get(words)) for n, words in enumerate(item.content.get("steps") or [])]


def ticks(session: Session, grant: Grant) -> list[StepDone]:
    """Every tick of this person that was not taken back. One statement."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, StepDone).where(StepDone.undone_at.is_(None))
    return list(session.scalars(query.order_by(StepDone.at)))


def item_of(session: Session, grant: Grant, key: str) -> PlanItem:
    """The line of the newest version with this key. Raises ``NotFound`` for anything without a checklist."""
    grant.must(Permission.SEE_PLAN)
    item = versions.current_item(session, grant, key)
    if item.kind != "trigger":
        raise NotFound()
    return item


def tick(session: Session, grant: Grant, key: str, number: int | None) -> StepDone:
    """Tick a line off, today. Twice is once. Raises ``NotFound`` for a line that is not there."""
    step = _step(session, grant, key, number)
    if step.done is not None:
        return step.done
    row = StepDone(
        patient_id=grant.patient_id, key=key, step=step.words, actor_id=grant.actor_id, capacity=grant.capacity,
        at=clock.now(), done_on=clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "tick step", "plan_item", key)
    return row


def untick(session: Session, grant: Grant, key: str, number: int | None) -> None:
    """Take a tick back. It stays stored, and is shown nowhere."""
    step = _step(session, grant, key, number)
    if step.done is not None:
        step.done.undone_at = clock.now()
        audit.record(session, grant, "untick step", "plan_item", key)


def _step(session: Session, grant: Grant, key: str, number: int | None) -> Step:
    grant.must(Permission.EDIT_PLAN)
    versions.plan_of(session, grant)  # held, so that two presses at once are one tick
    steps = steps_of(item_of(session, grant, key), ticks(session, grant))
    if number is None or number >= len(steps):
        raise NotFound()
    return steps[number]
