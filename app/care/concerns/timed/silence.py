"""No entry for a while on something that the person asked to be reminded of: one gentle check, never an alarm."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.concerns.limits import Values
from app.care.concerns.timed.stages import Stages
from app.care.plan import brief
from app.care.plan.kinds import activity
from app.care.plan.sections import PATIENT
from app.care.progress import pauses
from app.models import DayChoice, Measurement, Patient, PlanItem, ProgressEntry, ReminderSetting

RULE = "silent"
FARTHEST = timedelta(days=90)
"""Longer than any practice waits before it asks: a pause that ended before it explains no silence."""


def raise_due(session: Session, limits: Values, today: date) -> int:
    """Raise a line once for each silence, and close it when something was written down or it is off their day.

    Days of a pause count as no silence, and the count begins anew after them.
    """
    stages, silent, raised = Stages(session, RULE, asks=True), set(), 0
    paused = pauses.last_days(session, today - FARTHEST, today)
    for item, zone, last in _quiet(session, today, today - timedelta(days=int(limits.least("silent_days")) - 1)):
        here = clock.today(zone)
        days = (here - max(_since(item, last), paused.get(item.patient_id, last))).days
        if item.ends_on < here or days < limits.of(item.patient_id, "silent_days"):
            continue
        silent.add((item.patient_id, item.key))
        why = {"title": str(item.content.get("what", "")), "key": item.key, "days": days}
        raised += stages.raise_once(item.patient_id, item.key, last.isoformat(), why)
    stages.close_all_but(silent, "changed")
    return raised


def _quiet(session: Session, today: date, before: date) -> list[tuple[PlanItem, str, date]]:
    """Activities on somebody's day, with reminders on, and the last day on which anything happened before ``before``.

    The day on which they put it there counts as one, and the first day of its window.
    """
    choice = _choices()
    entry = (
        sa.select(sa.func.max(ProgressEntry.happened_on))
        .where(
            ProgressEntry.patient_id == PlanItem.patient_id, ProgressEntry.key == PlanItem.key,
            ProgressEntry.undone_at.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    reading = (
        sa.select(sa.func.max(Measurement.happened_at))
        .where(
            Measurement.patient_id == PlanItem.patient_id,
            Measurement.kind == PlanItem.content["measure"].as_string(), Measurement.undone_at.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    query = brief.of_everybody(today, "activity").add_columns(
        Patient.time_zone, choice.c.at, entry, reading, ReminderSetting.off
    )
    query = (
        query.join(Patient, Patient.id == PlanItem.patient_id)
        .join(choice, sa.and_(choice.c.patient_id == PlanItem.patient_id, choice.c.key == PlanItem.key))
        .outerjoin(
            ReminderSetting,
            sa.and_(ReminderSetting.patient_id == Patient.id, ReminderSetting.account_id == Patient.account_id),
        )
        .where(PlanItem.owner == PATIENT, sa.func.coalesce(entry, before) <= before)
    )
    newest = {(row[0].patient_id, row[0].key): row for row in session.execute(query)}
    found = [(row[0], row[1], _last(row)) for row in newest.values() if not _is_off(row[0], row[5])]
    return [one for one in found if one[2] <= before]


def _choices() -> Any:
    """The newest choice about each line, where it puts the line on the day and asks for reminders."""
    place = sa.func.row_number().over(
        partition_by=(DayChoice.patient_id, DayChoice.key), order_by=(DayChoice.at.desc(), DayChoice.id.desc())
    )
    every = sa.select(
        DayChoice.patient_id, DayChoice.key, DayChoice.at, DayChoice.on_my_day, DayChoice.remind,
        place.label("place"),
    ).subquery()  # fmt: skip
    return sa.select(every).where(every.c.place == 1, every.c.on_my_day, every.c.remind).subquery()


def _since(item: PlanItem, last: date) -> date:
    """From when nothing written down is a silence: a line for once in weeks or months asks nothing in between."""
    if not item.content.get("every"):
        return last
    return max(last, activity.next_day(item.content, last + timedelta(days=1)) - timedelta(days=1))


def _last(row: Any) -> date:
    item, zone, chosen, entered, measured, _off = row
    here = ZoneInfo(zone)
    moments = [one for one in (chosen, measured) if isinstance(one, datetime)]
    days = [item.starts_on, *(one.astimezone(here).date() for one in moments)]
    return max([*days, entered] if entered else days)


def _is_off(item: PlanItem, off: list[str] | None) -> bool:
    """Whether the person switched reminders of this sort off."""
    return ("measurement" if item.content.get("measure") else "activity") in (off or [])
