"""Where am I on this? How near a goal feels, on a ladder from 0 (where it began) to 10 (there), on a day.

It is the person's own measure, also of a goal that no activity and no reading measures. It is drawn and talked about;
nothing is raised, sent or asked because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long, wrong_day
from app.care.plan import brief
from app.care.plan.kinds.fields import clean
from app.care.progress import once
from app.care.progress.measurements import may_take_back
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, GoalNear, Patient, PlanItem

TOP = 10
MOST = 2000


def say(
    session: Session, grant: Grant, key: str, rung: int | None, happened_on: date, client_key: str, words: str = ""
) -> GoalNear:
    """Store where somebody stands on one of the person's days, once per client key.

    Raises ``NotFound`` for what is no goal in force, ``Invalid`` naming fields, ``Conflict`` when the client key was
    used for something else.
    """
    grant.must(Permission.LOG)
    words = clean(words)
    if row := once.stored(session, grant, GoalNear, client_key):
        once.must_be_same(row, key=key, rung=rung, happened_on=happened_on, words=words)
        return row
    grant.must(Permission.LOG, goal(session, grant, key).kind)
    _check(rung, happened_on, words, clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone))
    row, is_new = once.add(
        session, grant, GoalNear,
        key=key, rung=rung, words=words, happened_on=happened_on, recorded_at=clock.now(), client_key=client_key,
    )  # fmt: skip
    if is_new:
        audit.record(session, grant, "say how near", "plan_item", key)
    else:
        once.must_be_same(row, key=key, rung=rung, happened_on=happened_on, words=words)
    return row


def take_back(session: Session, grant: Grant, row_id: str) -> GoalNear:
    """It stays stored and counts nowhere. Harmless to repeat; a helper takes back only what they said."""
    grant.must(Permission.LOG)
    row = records.one(session, grant, GoalNear, row_id, lock=True)
    may_take_back(grant, row.actor_id)
    if row.undone_at is None:
        row.undone_at = clock.now()
        audit.record(session, grant, "undo how near", "plan_item", row.key)
        session.flush()
    return row


def goal(session: Session, grant: Grant, key: str) -> PlanItem:
    """The goal with this key in the plan in force. Raises ``NotFound``."""
    grant.must(Permission.SEE_PLAN)
    for item in brief.active_items(session, grant, ("goal",)):
        if item.key == key:
            return item
    raise NotFound()


def since(session: Session, grant: Grant, first: date) -> dict[str, list[GoalNear]]:
    """What was said from a day on, the newest first, by the goal's key. One statement."""
    grant.must(Permission.SEE_PROGRESS)
    query = _standing(session, grant).where(GoalNear.happened_on >= first)
    return by_key(session.scalars(query.limit(MOST)))


def newest(session: Session, grant: Grant, keys: Iterable[str]) -> dict[str, tuple[GoalNear, Account]]:
    """The last word on each of these goals, and who said it. One statement."""
    grant.must(Permission.SEE_PROGRESS)
    query = _standing(session, grant).add_columns(Account).join(Account, Account.id == GoalNear.actor_id)
    found: dict[str, tuple[GoalNear, Account]] = {}
    for row, who in session.execute(query.where(GoalNear.key.in_(list(keys))).limit(MOST)):
        found.setdefault(row.key, (row, who))
    return found


def last(session: Session, grant: Grant, key: str, row_id: str = "") -> GoalNear | None:
    """The word with this id, when it stands; else the last one on this goal."""
    grant.must(Permission.SEE_PROGRESS)
    query = _standing(session, grant).where(GoalNear.key == key)
    one = session.scalars(query.where(GoalNear.id == row_id)).first() if row_id else None
    return one or session.scalars(query.limit(1)).first()


def by_key(rows: Iterable[GoalNear]) -> dict[str, list[GoalNear]]:
    """The rows of each goal, in the order in which they came."""
    found: dict[str, list[GoalNear]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _standing(session: Session, grant: Grant) -> sa.Select[GoalNear]:
    order = (GoalNear.happened_on.desc(), GoalNear.recorded_at.desc(), GoalNear.id)
    return records.of(session, grant, GoalNear).where(GoalNear.undone_at.is_(None)).order_by(*order)


def _check(rung: int | None, day: date, words: str, today: date) -> None:
    wrong = {}
    if rung is None or not 0 <= rung <= TOP:
        wrong["rung"] = _l("Pick one.")
    if problem := wrong_day(day, today):
        wrong["happened_on"] = problem
    if problem := too_long(words):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
