"""How sure somebody is of following through: below 7 of 10 at two check-ins a nurse looks.

The limit is that of Brief Action Planning (Gutnick 2014); a practice or a person's plan may move it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.concerns.closing import close_concern_for
from app.care.concerns.limits import values_for
from app.care.concerns.raising import raise_concern
from app.care.plan.sections import PATIENT
from app.models import Patient, PlanItem, PlanVersion, ProgressEntry, Sureness

RULE = "low_confidence"
Said = tuple[datetime, int]


def watch(session: Session, grant: Grant, key: str, title: str, sure: int | None) -> None:
    """``sure`` was just said of this item. Below the limit at enough check-ins raises its line, at the limit or above
    it the line is closed. None says nothing.

    A check-in is a day: the last number of a day counts, whether said with an entry, in the week or in the plan.
    """
    if sure is None:
        return
    limits = values_for(session, grant)
    enough = limits.of(grant.patient_id, "sure_enough")
    if sure >= enough:
        close_concern_for(session, grant, RULE, key, outcome="changed")
        return
    needed = int(limits.of(grant.patient_id, "low_in_a_row"))
    last = _check_ins(session, grant, key, sure)[:needed]
    if len(last) == needed and all(number < enough for number in last):
        why = {"title": title, "key": key, "confidence": sure, "enough": enough, "check_ins": needed}
        raise_concern(session, grant, rule=RULE, subject=key, why=why)


def watch_items(session: Session, grant: Grant, items: Iterable[PlanItem]) -> None:
    """The same for the person's own activities as they stand in a version that was just offered."""
    for item in items:
        if item.kind == "activity" and item.owner == PATIENT:
            watch(session, grant, item.key, str(item.content.get("what", "")), item.content.get("confidence"))


def _check_ins(session: Session, grant: Grant, key: str, sure: int) -> list[int]:
    """How sure they were at each check-in, the newest (now) first."""
    zone = ZoneInfo(records.one(session, grant, Patient, grant.patient_id).time_zone)
    by_day: dict[date, int] = {}
    for at, number in sorted([*_said(session, grant, key), *_planned(session, grant, key)]):
        by_day[at.astimezone(zone).date()] = number
    by_day[clock.today(zone.key)] = sure
    return [by_day[day] for day in sorted(by_day, reverse=True)]


def _said(session: Session, grant: Grant, key: str) -> list[Said]:
    entries = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.key == key, ProgressEntry.confidence.is_not(None), ProgressEntry.undone_at.is_(None)
    )
    found = [
        (row.recorded_at, row.confidence or 0)
        for row in session.scalars(entries.order_by(ProgressEntry.recorded_at.desc()).limit(30))
    ]
    week = records.of(session, grant, Sureness).where(Sureness.key == key)
    return found + [(row.at, row.confidence) for row in session.scalars(week.order_by(Sureness.at.desc()).limit(30))]


def _planned(session: Session, grant: Grant, key: str) -> list[Said]:
    """What each version of the plan says, where it says another number than the version before."""
    query = (
        records.of(session, grant, PlanItem)
        .add_columns(PlanVersion.offered_at)
        .join(PlanVersion, PlanVersion.id == PlanItem.version_id)
        .where(PlanItem.key == key)
        .order_by(PlanItem.number)
    )
    found: list[Said] = []
    before = None
    for item, at in session.execute(query):
        sure = item.content.get("confidence")
        if isinstance(sure, int) and sure != before:
            found.append((at, sure))
        before = sure
    return found
