"""What reminders follow from, read once for one person. Decisions are not among the facts, and must never be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.plan import day, versions
from app.care.plan.sections import PATIENT
from app.care.reminders.times import local
from app.models import (
    Assignment,
    DayChoice,
    Measurement,
    Patient,
    PlanItem,
    PlanOpened,
    PlanVersion,
    ProgressEntry,
    Response,
)

HOURS_AHEAD = 36


@dataclass(frozen=True)
class Facts:
    """One person's plan and life as far as reminders need them, for `days` (their own calendar days)."""

    patient: Patient
    now: datetime
    days: list[date]
    version: PlanVersion | None = None
    items: list[PlanItem] = field(default_factory=list)
    on_my_day: dict[str, DayChoice] = field(default_factory=dict)
    """Newest choice of each item key."""
    entered: set[tuple[str, date]] = field(default_factory=set)
    """Item keys and days for which anybody recorded anything."""
    measured: set[tuple[str, date]] = field(default_factory=set)
    """Measurement kinds and days."""
    waiting: list[Assignment] = field(default_factory=list)
    """Questionnaires asked for and not sent in."""
    opened_by: set[str] = field(default_factory=set)
    """Accounts that have opened the current version."""

    def is_on_my_day(self, item: PlanItem) -> bool:
        """Whether the person does this, put it on their day and wants to be reminded of it. Reads no decision."""
        choice = self.on_my_day.get(item.key)
        return item.owner == PATIENT and choice is not None and choice.on_my_day and choice.remind

    def in_window(self, item: PlanItem, on: date) -> bool:
        """Whether the item and its plan are in force on that day."""
        return self.is_in_force(on) and item.starts_on <= on <= item.ends_on

    def is_in_force(self, on: date) -> bool:
        """Whether the plan is in force on that day."""
        return self.version is not None and on >= self.version.in_force_from


def read(session: Session, grant: Grant) -> Facts:
    """Read the facts of the grant's patient, for today and the next day and a half."""
    now = clock.now()
    patient = records.one(session, grant, Patient, grant.patient_id)
    first = clock.today(patient.time_zone)
    days = [first + timedelta(days=n) for n in range(-1, 3)]
    version = versions.newest(session, grant)
    items = versions.items_of(session, grant, [version.number])[version.number] if version else []
    return Facts(
        patient, now, days, version, items,
        on_my_day=day.choices(session, grant) if items else {},
        entered=_entries(session, grant, days),
        measured=_measured(session, grant, patient),
        waiting=_waiting(session, grant, days),
        opened_by=_opened(session, grant, version),
    )  # fmt: skip


def _entries(session: Session, grant: Grant, days: list[date]) -> set[tuple[str, date]]:
    query = records.of(session, grant, ProgressEntry).with_only_columns(ProgressEntry.key, ProgressEntry.happened_on)
    query = query.where(ProgressEntry.happened_on.in_(days), ProgressEntry.undone_at.is_(None))
    return {(key, on) for key, on in session.execute(query)}


def _measured(session: Session, grant: Grant, patient: Patient) -> set[tuple[str, date]]:
    since = clock.now() - timedelta(days=3)
    query = records.of(session, grant, Measurement).with_only_columns(Measurement.kind, Measurement.happened_at)
    query = query.where(Measurement.happened_at >= since, Measurement.undone_at.is_(None))
    return {(kind, local(at, patient.time_zone).date()) for kind, at in session.execute(query)}


def _waiting(session: Session, grant: Grant, days: list[date]) -> list[Assignment]:
    sent_in = sa.exists().where(Response.assignment_id == Assignment.id, Response.submitted_at.is_not(None))
    query = records.of(session, grant, Assignment).where(
        Assignment.withdrawn_at.is_(None),
        Assignment.nothing_to_tell_at.is_(None),
        Assignment.for_account_id.is_(None),
        Assignment.opens_on <= days[-1],
        Assignment.closes_on >= days[0],
        ~sent_in,
    )
    return list(session.scalars(query.order_by(Assignment.opens_on)))


def _opened(session: Session, grant: Grant, version: PlanVersion | None) -> set[str]:
    if version is None:
        return set()
    query = records.of(session, grant, PlanOpened).with_only_columns(PlanOpened.actor_id)
    return set(session.scalars(query.where(PlanOpened.number == version.number)))
