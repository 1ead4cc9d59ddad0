"""After a helper took part in an answer: one private "is this what you want?", on the person's own sign-in.

It waits for another day, because on the same day the helper may still sit beside the person. Helpers never see it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan import counting, versions
from app.care.plan.kinds import KINDS
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import AloneCheck, Decision, Patient, PlanItem

RULE = "talk_alone"
ANSWERS = {
    "yes": _l("Yes, this is what I want"),
    "change": _l("I want to change it"),
    "talk": _l("I would like to talk alone"),
}


@dataclass(frozen=True)
class Helped:
    """An answer in which a helper took part, the line as it was then, and what was said about it alone."""

    decision: Decision
    item: PlanItem
    check: AloneCheck | None

    @property
    def title(self) -> str:
        return KINDS[self.item.kind].title(self.item.content)


def waiting(session: Session, grant: Grant) -> list[Helped]:
    """What the person has not been asked about alone yet: helped answers of another day."""
    grant.must(Permission.OWN_VOICE)
    zone = session.get_one(Patient, grant.patient_id).time_zone
    today = clock.today(zone)
    return [one for one in _helped(session, grant) if one.check is None and _day(one.decision, zone) < today]


def of(session: Session, grant: Grant) -> list[Helped]:
    """Every helped answer that is the newest of its line, for the team: has somebody spoken with the person alone?"""
    grant.must(Permission.ANSWER)
    return _helped(session, grant)


def say(session: Session, grant: Grant, decision_ids: Collection[str], answer: str) -> list[AloneCheck]:
    """The person's word on these answers. Nothing changes by itself: who wants to change one answers that line.

    Raises ``Invalid`` for an answer nobody offered. What was said before stays; a repeat is stored once.
    """
    grant.must(Permission.OWN_VOICE)
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the answers shown.")})
    rows = _store(session, grant, decision_ids, answer)
    if rows and answer == "talk":
        from app.care import concerns

        concerns.raise_concern(session, grant, rule=RULE)
    return rows


def spoke(session: Session, grant: Grant, decision_ids: Collection[str]) -> list[AloneCheck]:
    """A member of the team spoke with the person alone about these answers."""
    grant.must(Permission.ANSWER)
    return _store(session, grant, decision_ids, "spoke_alone")


def _store(session: Session, grant: Grant, decision_ids: Collection[str], answer: str) -> list[AloneCheck]:
    versions.plan_of(session, grant)
    open_ones = [one for one in _helped(session, grant) if one.check is None and one.decision.id in decision_ids]
    rows = [
        AloneCheck(
            patient_id=grant.patient_id,
            decision_id=one.decision.id,
            answer=answer,
            actor_id=grant.actor_id,
            at=clock.now(),
        )
        for one in open_ones
    ]
    session.add_all(rows)
    if rows:
        audit.record(session, grant, "speak alone" if answer == "spoke_alone" else "say alone")
    session.flush()
    return rows


def _helped(session: Session, grant: Grant) -> list[Helped]:
    """The newest answers with help, unless the person answered the line themselves since. One statement."""
    later = aliased(Decision)
    said_since = sa.exists().where(
        later.patient_id == Decision.patient_id,
        later.key == Decision.key,
        later.at > Decision.at,
        sa.or_(later.capacity != Capacity.PROXY, Decision.capacity == Capacity.PROXY),
    )
    as_it_was = sa.and_(
        PlanItem.patient_id == Decision.patient_id,
        PlanItem.key == Decision.key,
        PlanItem.number == Decision.number,
    )
    query = (
        records.of(session, grant, Decision)
        .add_columns(PlanItem, AloneCheck)
        .join(PlanItem, as_it_was)
        .outerjoin(AloneCheck, AloneCheck.decision_id == Decision.id)
        .where(sa.or_(Decision.helped, Decision.capacity == Capacity.PROXY), Decision.answer != counting.TAKEN_BACK)
        .where(~said_since)
        .order_by(Decision.at, Decision.id)
    )
    return [Helped(*row) for row in session.execute(query)]


def _day(decision: Decision, zone: str) -> date:
    return decision.at.astimezone(ZoneInfo(zone)).date()
