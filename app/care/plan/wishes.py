"""Around wishes for later: whether to talk about them, opening them with a reason, and showing one to helpers.

Asked gently and never again before the day that the person chose. Nothing waits for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, private, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds.fields import clean
from app.errors import Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import ItemChange, Patient, PlanItem, ShownToHelpers, Unlock, WishTalk

RULE = "wish_talk"
OPEN_FOR = timedelta(minutes=20)
"""How long private lines stay open for a member of the team who said why."""
ANSWERS = ("not_now", "later", "talk")
LONGEST_REASON = 500


@dataclass(frozen=True)
class Standing:
    """Where talking about wishes stands. ``state``: "none", "offered", "not_now", "later", "talk" or "in_place"."""

    state: str
    again_on: date | None = None
    at: datetime | None = None


def standing(session: Session, grant: Grant) -> Standing:
    """For the person and the team: whether there are wishes, never what they say. ``Forbidden`` for others."""
    grant.must(Permission.OPEN_PRIVATE)
    row = newest(session, grant)
    state = "in_place" if has_some(session, grant) else row.answer if row else "none"
    return Standing(state, row.again_on if row else None, row.at if row else None)


def has_some(session: Session, grant: Grant) -> bool:
    """Whether the newest version holds a wish, whoever may read it."""
    grant.must(Permission.OPEN_PRIVATE)
    newest_number = (
        sa.select(sa.func.max(PlanItem.number)).where(PlanItem.patient_id == grant.patient_id).scalar_subquery()
    )
    query = sa.select(PlanItem.id).where(
        PlanItem.patient_id == grant.patient_id, PlanItem.number == newest_number,
        PlanItem.kind.in_(private.PRIVATE_KINDS),
    )  # fmt: skip
    return session.scalars(query.limit(1)).first() is not None


def newest(session: Session, grant: Grant) -> WishTalk | None:
    """What was said last about talking about wishes."""
    query = records.of(session, grant, WishTalk).order_by(WishTalk.at.desc(), WishTalk.id.desc())
    return session.scalars(query.limit(1)).first()


def say(session: Session, grant: Grant, answer: str, again_on: date | None = None) -> WishTalk:
    """Keep what the person would like: not now, later (from a day on), or to talk. The same again is stored once.

    Raises ``Invalid`` naming ``answer`` or ``again_on``; ``Forbidden`` for anybody but the person.
    """
    from app.care import concerns

    if grant.capacity is not Capacity.SELF:
        raise Forbidden()
    if answer not in ANSWERS:
        raise Invalid(fields={"answer": _l("Pick one of the three.")})
    if answer == "later" and (again_on is None or again_on <= _today(session, grant)):
        raise Invalid(fields={"again_on": _l("Pick a day that is still to come.")})
    row = _store(session, grant, answer, again_on if answer == "later" else None)
    if answer == "talk":
        concerns.raise_concern(session, grant, rule=RULE, subject=grant.patient_id, why={})
    else:
        concerns.close_concern_for(session, grant, RULE, grant.patient_id, outcome="person_answered")
    return row


def offered(session: Session, grant: Grant) -> WishTalk:
    """The team brought it up in a talk. ``Invalid`` before the day that the person chose, if they chose one."""
    grant.must(Permission.EDIT_PLAN)
    before = newest(session, grant)
    today = _today(session, grant)
    if before is not None and before.answer == "later" and before.again_on is not None and before.again_on > today:
        raise Invalid(_l("They asked not to talk about this before the day they chose."))
    return _store(session, grant, "offered", None)


def open_for_team(session: Session, grant: Grant, reason: str) -> Unlock:
    """Open private lines for the acting member of the team, with the reason in words. The person reads both."""
    grant.must(Permission.OPEN_PRIVATE)
    if not grant.is_team:
        raise NotFound()
    reason = clean(reason)
    if len(reason) < 3:
        raise Invalid(fields={"reason": _l("Say why you need to read them. The person can see it.")})
    if words := too_long(reason, LONGEST_REASON):
        raise Invalid(fields={"reason": words})
    now = clock.now()
    row = Unlock(patient_id=grant.patient_id, account_id=grant.actor_id, reason=reason, at=now, until=now + OPEN_FOR)
    session.add(row)
    session.flush()
    audit.record(session, grant, "open wishes", "unlock", row.id)
    return row


def close_for_team(session: Session, grant: Grant) -> None:
    """Close them again before the time is over."""
    now = clock.now()
    for row in session.scalars(records.of(session, grant, Unlock).where(Unlock.until > now)):
        if row.account_id == grant.actor_id:
            row.until = now
    audit.record(session, grant, "close wishes", "unlock")
    session.flush()


def opened_by(session: Session, grant: Grant) -> list[Unlock]:
    """Who of the team opened the wishes and why, newest first. For the person; ``Forbidden`` for others."""
    if grant.capacity is not Capacity.SELF:
        raise Forbidden()
    return list(session.scalars(records.of(session, grant, Unlock).order_by(Unlock.at.desc(), Unlock.id)))


def show_to_helpers(session: Session, grant: Grant, key: str, shown: bool) -> None:
    """Let helpers who may see the plan read this line from its newest version on, or stop it at once.

    Only the person may, while the lines are open to them. ``NotFound`` for a line that is closed or not private.
    """
    if grant.capacity is not Capacity.SELF:
        raise Forbidden()
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if item.kind not in private.PRIVATE_KINDS:
        raise NotFound()
    row = session.scalars(records.of(session, grant, ShownToHelpers).where(ShownToHelpers.key == key)).first()
    if row is None:
        row = ShownToHelpers(patient_id=grant.patient_id, key=key, shown=False, since_number=0, at=clock.now())
        session.add(row)
    if row.shown != shown:
        row.shown, row.since_number, row.at = shown, plan.current_number, clock.now()
        audit.record(session, grant, "show to helpers" if shown else "hide from helpers", "plan_item", key)
    session.flush()


def shown_keys(session: Session, grant: Grant) -> set[str]:
    """Keys of the lines that the person shows to helpers now."""
    query = records.of(session, grant, ShownToHelpers).where(ShownToHelpers.shown)
    return {row.key for row in session.scalars(query)}


def waiting_closed(session: Session, grant: Grant) -> int:
    """How many suggestions, proposals and drafts of colleagues are about wishes that are closed to this reader."""
    if not private.may_unlock(grant):
        return 0
    waits = (ItemChange.state.in_(("open", "proposal"))) | (
        (ItemChange.state == "draft") & (ItemChange.drafter_id != grant.actor_id)
    )
    query = records.of(session, grant.with_private(), ItemChange).where(
        ItemChange.kind.in_(private.PRIVATE_KINDS), waits
    )
    return int(session.scalar(query.with_only_columns(sa.func.count(ItemChange.id))) or 0)


def _store(session: Session, grant: Grant, answer: str, again_on: date | None) -> WishTalk:
    before = newest(session, grant)
    if before is not None and (before.answer, before.again_on, before.actor_id) == (answer, again_on, grant.actor_id):
        return before
    row = WishTalk(
        patient_id=grant.patient_id, answer=answer, again_on=again_on, actor_id=grant.actor_id,
        capacity=grant.capacity, at=versions.later_than(before.at if before else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, f"wishes {answer}", "wish_talk")
    session.flush()
    return row


def _today(session: Session, grant: Grant) -> date:
    return clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
