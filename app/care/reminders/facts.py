"""What reminders follow from, read once for one person. Decisions are not among the facts, and must never be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.plan import brief, day, versions
from app.care.plan.sections import PATIENT
from app.care.reminders.times import local
from app.models import (
    Assignment,
    DayChoice,
    Measurement,
    Patient,
    Pause,
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
    versions: list[PlanVersion] = field(default_factory=list)
    """The version in force on the first of the days and every later one, oldest first."""
    in_force: dict[date, list[PlanItem]] = field(default_factory=dict)
    """Lines in force on each of the days."""
    on_my_day: dict[str, DayChoice] = field(default_factory=dict)
    """Newest choice of each item key."""
    entered: set[tuple[str, date]] = field(default_factory=set)
    """Item keys and days for which anybody recorded anything."""
    measured: set[tuple[str, date]] = field(default_factory=set)
    """Measurement kinds and days."""
    waiting: list[Assignment] = field(default_factory=list)
    """Questionnaires asked for and not sent in."""
    opened_by: set[str] = field(default_factory=set)
    """Accounts that have opened the newest version."""
    paused: set[date] = field(default_factory=set)
    """Days on which the plan is paused: what it asks for rests."""

    @property
    def version(self) -> PlanVersion | None:
        """The newest version, also when it is not in force yet."""
        return self.versions[-1] if self.versions else None

    @property
    def items(self) -> list[PlanItem]:
        """Every line that is in force on one of the days; two of one key when its version changes in between."""
        return list({item.id: item for items in self.in_force.values() for item in items}.values())

    def is_on_my_day(self, item: PlanItem) -> bool:
        """Whether the person does this, put it on their day and wants to be reminded of it. Reads no decision."""
        choice = self.on_my_day.get(item.key)
        return item.owner == PATIENT and choice is not None and choice.on_my_day and choice.remind

    def in_window(self, item: PlanItem, on: date) -> bool:
        """Whether the item is in force on that day, and for it."""
        return self.is_in_force(item, on) and item.starts_on <= on <= item.ends_on

    def is_in_force(self, item: PlanItem, on: date) -> bool:
        """Whether this line, as it is worded here, is in force on that day."""
        return any(other.id == item.id for other in self.in_force.get(on, ()))

    def version_on(self, on: date) -> PlanVersion | None:
        """The version in force on that day."""
        return next((each for each in reversed(self.versions) if each.in_force_from <= on), None)


def read(session: Session, grant: Grant) -> Facts:
    """Read the facts of the grant's patient, for today and the next day and a half."""
    now = clock.now()
    patient = records.one(session, grant, Patient, grant.patient_id)
    first = clock.today(patient.time_zone)
    days = [first + timedelta(days=n) for n in range(-1, 3)]
    known = _versions(session, grant, days[0])
    rows = versions.items_of(session, grant, [version.number for version in known])
    items = [item for number in rows for item in rows[number]]
    return Facts(
        patient, now, days, known, {on: brief.on_day(known, items, on) for on in days},
        on_my_day=day.choices(session, grant) if items else {},
        entered=_entries(session, grant, days),
        measured=_measured(session, grant, patient),
        waiting=_waiting(session, grant, days),
        opened_by=_opened(session, grant, known[-1] if known else None),
        paused=_paused(session, grant, days),
    )  # fmt: skip


def _versions(session: Session, grant: Grant, first: date) -> list[PlanVersion]:
    """The version in force on ``first`` and every later one, oldest first."""
    query = records.of(session, grant, PlanVersion)
    in_force = query.where(PlanVersion.in_force_from <= first).with_only_columns(sa.func.max(PlanVersion.number))
    since = sa.func.coalesce(in_force.scalar_subquery(), 0)
    return list(session.scalars(query.where(PlanVersion.number >= since).order_by(PlanVersion.number)))


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


def _paused(session: Session, grant: Grant, days: list[date]) -> set[date]:
    query = records.of(session, grant, Pause).where(Pause.starts_on <= days[-1], Pause.ends_on >= days[0])
    rows = list(session.scalars(query))
    return {day for day in days if any(row.covers(day) for row in rows)}


def _opened(session: Session, grant: Grant, version: PlanVersion | None) -> set[str]:
    if version is None:
        return set()
    query = records.of(session, grant, PlanOpened).with_only_columns(PlanOpened.actor_id)
    return set(session.scalars(query.where(PlanOpened.number == version.number)))
