"""The plan's rows: the one plan of a person, its versions, the items of a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.db import lock
from app.errors import Conflict, NotFound
from app.i18n import lazy_gettext as _l
from app.models import CarePlan, ItemChange, PlanItem, PlanVersion


def plan_of(session: Session, grant: Grant) -> CarePlan:
    """The person's plan, held until the transaction ends; made if there is none yet. For writing."""
    plan = session.scalars(lock(records.of(session, grant, CarePlan))).first()
    if plan is None:
        plan = CarePlan(patient_id=grant.patient_id, current_number=0, created_at=clock.now())
        session.add(plan)
        session.flush()
    return plan


def newest(session: Session, grant: Grant) -> PlanVersion | None:
    """The newest offered version, if any."""
    query = records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc()).limit(1)
    return session.scalars(query).first()


def of_number(session: Session, grant: Grant, number: int) -> PlanVersion:
    """One version by its number. Raises ``NotFound``."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, PlanVersion).where(PlanVersion.number == number)
    version = session.scalars(query).first()
    if version is None:
        raise NotFound()
    return version


def all_of(session: Session, grant: Grant) -> list[PlanVersion]:
    """Every offered version, newest first."""
    grant.must(Permission.SEE_PLAN)
    return list(session.scalars(records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc())))


def items_of(session: Session, grant: Grant, numbers: Iterable[int]) -> dict[int, list[PlanItem]]:
    """Items of these versions in their order, by version number, in one statement."""
    wanted = sorted({number for number in numbers if number > 0})
    found: dict[int, list[PlanItem]] = {number: [] for number in wanted}
    if wanted:
        query = records.of(session, grant, PlanItem).where(PlanItem.number.in_(wanted))
        for item in session.scalars(query.order_by(PlanItem.number, PlanItem.position, PlanItem.key)):
            found[item.number].append(item)
    return found


def current_item(session: Session, grant: Grant, key: str) -> PlanItem:
    """The item with this key in the newest version. Raises ``NotFound`` for any other key."""
    if not (key.isascii() and key.isalnum()):
        raise NotFound()
    newest_number = (
        sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == grant.patient_id).scalar_subquery()
    )
    query = records.of(session, grant, PlanItem).where(PlanItem.key == key, PlanItem.number == newest_number)
    item = session.scalars(query).first()
    if item is None:
        raise NotFound()
    return item


def later_than(moment: datetime | None) -> datetime:
    """Now, but after ``moment``: the newest row counts, also when two come within one tick of the clock."""
    now = clock.now()
    return now if moment is None else max(now, moment + timedelta(microseconds=1))


def moved_on(item: PlanItem, mine: str = "") -> Conflict:
    """The refusal for a page that was opened before the newest version: with both texts."""
    words = _l("Your plan has changed since you opened this page. Here is the new text. Please answer again.")
    return Conflict(words, mine=mine, theirs=as_text(item))


def next_position(session: Session, grant: Grant) -> int:
    """Where the next new line stands: behind every other change that is open or in the draft."""
    query = records.of(session, grant, ItemChange).where(ItemChange.state.in_(("draft", "open", "proposal")))
    return int(session.scalar(query.with_only_columns(sa.func.max(ItemChange.position))) or 0) + 1


def as_text(item: PlanItem) -> str:
    """The whole item as plain text in the reader's language, to stand beside another."""
    from app.care.plan.kinds import KINDS

    return KINDS[item.kind].as_text(item.content)
