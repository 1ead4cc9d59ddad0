"""What is for today for each of the people whom one account may open, in a few statements however many they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.care.plan import brief
from app.care.plan.kinds import activity
from app.care.plan.sections import PATIENT
from app.care.progress import together
from app.models import Assignment, DayChoice, Measurement, Pause, PlanItem, ProgressEntry, Response


@dataclass(frozen=True)
class Day:
    """One person's today: how many things are left of it, how many forms wait, and whether the plan is paused.

    ``things`` is None where the reader may not see it; ``forms`` are counted only for who may fill them in.
    """

    one: Relationship
    things: int | None = None
    forms: int = 0
    paused_until: date | None = None


def of(session: Session, people: list[Relationship]) -> list[Day]:
    """One ``Day`` for each of these relationships, in their order."""
    days = {one.patient.id: clock.today(one.patient.time_zone) for one in people}
    open_to = [one for one in people if _is_open(one.grant)]
    seen = {one.patient.id for one in open_to}
    if not seen:
        return [Day(one) for one in people]
    lines, chosen = _lines(session, days, seen), _chosen(session, seen)
    said, read = _said(session, days, seen), _read(session, open_to, days)
    paused, forms = _paused(session, days, seen), _forms(session, people, days)
    found = []
    for one in people:
        id_, things = one.patient.id, None
        if id_ in seen:
            left = (item for item in lines.get(id_, ()) if _is_for(one, item, days[id_], chosen))
            things = sum(
                not together.is_said(
                    item, said.get((id_, item.key), ()), read.get((id_, str(item.content.get("measure"))), 0)
                )
                for item in left
            )
        found.append(Day(one, things, forms.get(id_, 0), paused.get(id_)))
    return found


def _is_open(grant: Grant) -> bool:
    """Whether the reader may know what there is to do, and what was done of it."""
    return grant.may_in(Permission.SEE_PLAN, "actions") and grant.may(Permission.SEE_PROGRESS)


def _is_for(one: Relationship, item: PlanItem, day: date, chosen: dict[tuple[str, str], bool]) -> bool:
    """Whether the line is for today, and on the person's day or the reader's own to do as a helper."""
    if not (item.starts_on <= day <= item.ends_on and activity.is_for(item.content, day)):
        return False
    return one.grant.actor_id == item.owner or (
        item.owner == PATIENT and chosen.get((one.patient.id, item.key), False)
    )


def _lines(session: Session, days: dict[str, date], seen: set[str]) -> dict[str, list[PlanItem]]:
    """Activities in force today, by person. People in other zones may have another day: a statement for each day."""
    found: dict[str, list[PlanItem]] = {}
    for day in sorted({days[id_] for id_ in seen}):
        there = [id_ for id_ in seen if days[id_] == day]
        for item in session.scalars(brief.of_everybody(day, "activity").where(PlanItem.patient_id.in_(there))):
            found.setdefault(item.patient_id, []).append(item)
    return {id_: brief.newest_of_each(items) for id_, items in found.items()}


def _chosen(session: Session, seen: Iterable[str]) -> dict[tuple[str, str], bool]:
    rows = sa.select(DayChoice.patient_id, DayChoice.key, DayChoice.on_my_day).where(DayChoice.patient_id.in_(seen))
    return {(id_, key): on for id_, key, on in session.execute(rows.order_by(DayChoice.at, DayChoice.id))}


def _said(session: Session, days: dict[str, date], seen: set[str]) -> dict[tuple[str, str], list[str]]:
    rows = sa.select(ProgressEntry).where(
        sa.or_(*(sa.and_(ProgressEntry.patient_id == id_, ProgressEntry.happened_on == days[id_]) for id_ in seen)),
        ProgressEntry.undone_at.is_(None),
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in session.scalars(rows.order_by(ProgressEntry.recorded_at, ProgressEntry.id)):
        found.setdefault((row.patient_id, row.key), []).append(row.outcome)
    return found


def _read(session: Session, people: list[Relationship], days: dict[str, date]) -> dict[tuple[str, str], int]:
    since = [
        sa.and_(
            Measurement.patient_id == one.patient.id,
            Measurement.happened_at
            >= datetime.combine(days[one.patient.id], time(0), ZoneInfo(one.patient.time_zone)),
        )
        for one in people
    ]
    rows = sa.select(Measurement.patient_id, Measurement.kind, sa.func.count()).where(
        sa.or_(*since), Measurement.undone_at.is_(None)
    )
    grouped = rows.group_by(Measurement.patient_id, Measurement.kind)
    return {(id_, kind): n for id_, kind, n in session.execute(grouped)}


def _paused(session: Session, days: dict[str, date], seen: set[str]) -> dict[str, date]:
    rows = session.scalars(
        sa.select(Pause).where(Pause.patient_id.in_(seen), Pause.ends_on >= min(days[id_] for id_ in seen))
    )
    return {row.patient_id: row.ends_on for row in rows if row.covers(days[row.patient_id])}


def _forms(session: Session, people: list[Relationship], days: dict[str, date]) -> dict[str, int]:
    """Forms that wait to be filled in: about the person, or asked of this very helper."""
    ask = [one for one in people if one.grant.may(Permission.FILL_IN)]
    if not ask:
        return {}
    sent = sa.exists().where(Response.assignment_id == Assignment.id, Response.submitted_at.is_not(None))
    rows = sa.select(Assignment).where(
        Assignment.patient_id.in_([one.patient.id for one in ask]), Assignment.withdrawn_at.is_(None), ~sent,
        Assignment.nothing_to_tell_at.is_(None),
        sa.or_(Assignment.for_account_id.is_(None), Assignment.for_account_id == ask[0].grant.actor_id),
    )  # fmt: skip
    found: dict[str, int] = {}
    for row in session.scalars(rows):
        if row.opens_on <= days[row.patient_id] <= row.closes_on:
            found[row.patient_id] = found.get(row.patient_id, 0) + 1
    return found
