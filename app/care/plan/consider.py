"""Time that belongs to the person: until when nobody looks at the answers, longer on request, one calm line after.

Days alone decide all of this. Nothing here knows an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.plan.marks import Mark, Marks
from app.db import lock, new_id
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import MoreTime, Patient, PlanVersion, SoftNote


@dataclass(frozen=True)
class Thinking:
    """``until`` is the last day; None when no time was set, or the person will tell us (``open_ended``)."""

    until: date | None
    asked: Mark | None
    """The newest wish for longer."""
    is_over: bool

    @property
    def open_ended(self) -> bool:
        """Whether the person will tell us when they are ready."""
        return self.asked is not None and self.asked.until is None


def thinking(version: PlanVersion, marks: Marks, today: date) -> Thinking:
    """How long there is to think about this version, seen on ``today``."""
    asked = marks.newest("more_time", number=version.number)
    if asked is not None and asked.until is None:
        return Thinking(None, asked, False)
    until = version.consider_until
    if asked is not None and asked.until is not None:
        until = max(asked.until, until or asked.until)
    return Thinking(until, asked, until is not None and today > until)


def take_more(session: Session, grant: Grant, number: int, until: date | None = None) -> MoreTime:
    """ "I need longer": until a day, or until they tell us (None). Granted each time, and nobody asks why.

    Raises ``Invalid`` for a day that has passed, ``Conflict`` when there is a newer version. A repeat is one row.
    """
    grant.must(Permission.DECIDE)
    plan = versions.plan_of(session, grant)
    if not plan.current_number or plan.current_number != number:
        raise Conflict(_l("There is a newer plan now. You can take time for that one."))
    if until is not None and until <= clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone):
        raise Invalid(fields={"until": _l("Pick a day that is still to come.")})
    query = records.of(session, grant, MoreTime).where(MoreTime.number == number)
    before = session.scalars(query.order_by(MoreTime.at.desc(), MoreTime.id.desc()).limit(1)).first()
    if before is not None and (before.until, before.actor_id) == (until, grant.actor_id):
        return before
    row = MoreTime(
        patient_id=grant.patient_id,
        number=number,
        until=until,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(before.at if before else None),
    )
    session.add(row)
    audit.record(session, grant, "take more time", "plan_version", str(number))
    session.flush()
    return row


def note_is_due(grant: Grant, version: PlanVersion, marks: Marks, found: Thinking) -> bool:
    """Whether the one calm line stands on the plan now: the time is over, and the person did not hide it.

    Never a second one: whoever saw it and then took longer is not shown it again.
    """
    if grant.capacity is not Capacity.SELF or not found.is_over or marks.newest("hidden", number=version.number):
        return False
    shown = marks.newest("shown", number=version.number)
    return shown is None or found.asked is None or found.asked.at < shown.at


def note_shown(session: Session, grant: Grant, number: int) -> None:
    """Note that the line was shown, the first time; a repeat changes nothing."""
    grant.must(Permission.OWN_VOICE)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"id": new_id(), "patient_id": grant.patient_id, "number": number, "shown_at": clock.now()}
    session.execute(dialect.insert(SoftNote).values(values).on_conflict_do_nothing())


def hide_note(session: Session, grant: Grant, number: int) -> None:
    """The person hid the line: it does not come back. Harmless to repeat, and for one that was never shown."""
    grant.must(Permission.OWN_VOICE)
    query = records.of(session, grant, SoftNote).where(SoftNote.number == number)
    row = session.scalars(lock(query)).first()
    if row is not None and row.hidden_at is None:
        row.hidden_at = clock.now()
        audit.record(session, grant, "hide note", "plan_version", str(number))
