"""What reminders follow from, read once for one person. Decisions are not among the facts, and must never be."""

from __future__ import annotations

from collections import Counter
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
    Arrangement,
    Assignment,
    DayChoice,
    Measurement,
    Patient,
    Pause,
    PlanItem,
    PlanOpened,
    PlanVersion,
    ProgressEntry,
    ReminderSnooze,
    Response,
)

HOURS_AHEAD = 36
DAYS_BACK, DAYS_AHEAD = 7, 2
"""How far back a reminder may come from that was put off from day to day, and how far ahead a pass looks."""
NO_MORE = 99
"""As often as ever: it no longer fits."""


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
    entered: dict[tuple[str, date], int] = field(default_factory=dict)
    """Item keys and days for which anybody recorded anything, and how often."""
    measured: dict[tuple[str, date], int] = field(default_factory=dict)
    """Measurement kinds and days, and how often."""
    arranged: list[Arrangement] = field(default_factory=list)
    """What is booked and not called off."""
    put_off: dict[str, list[datetime]] = field(default_factory=dict)
    """Reminders by name, and the moments to which they were put off, one after the other."""
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

    def is_done_by(self, item: PlanItem, account_id: str) -> bool:
        """Whether a helper with this account took the line on. What they do is never rung for at the person's."""
        return item.owner == account_id and account_id != self.patient.account_id

    def in_window(self, item: PlanItem, on: date) -> bool:
        """Whether the item is in force on that day, and for it."""
        return self.is_in_force(item, on) and item.starts_on <= on <= item.ends_on

    def is_in_force(self, item: PlanItem, on: date) -> bool:
        """Whether this line, as it is worded here, is in force on that day."""
        return any(other.id == item.id for other in self.in_force.get(on, ()))

    def version_on(self, on: date) -> PlanVersion | None:
        """The version in force on that day."""
        return next((each for each in reversed(self.versions) if each.in_force_from <= on), None)


def read(session: Session, grant: Grant, ahead: int = DAYS_AHEAD) -> Facts:
    """Read the facts of the grant's patient, for the last week, today and as many days ahead."""
    now = clock.now()
    patient = records.one(session, grant, Patient, grant.patient_id)
    first = clock.today(patient.time_zone)
    days = [first + timedelta(days=n) for n in range(-DAYS_BACK, ahead + 1)]
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
        arranged=_arranged(session, grant),
        put_off=_put_off(session, grant),
    )  # fmt: skip


def _versions(session: Session, grant: Grant, first: date) -> list[PlanVersion]:
    """The version in force on ``first`` and every later one, oldest first."""
    query = records.of(session, grant, PlanVersion)
    in_force = query.where(PlanVersion.in_force_from <= first).with_only_columns(sa.func.max(PlanVersion.number))
    since = sa.func.coalesce(in_force.scalar_subquery(), 0)
    return list(session.scalars(query.where(PlanVersion.number >= since).order_by(PlanVersion.number)))


def _entries(session: Session, grant: Grant, days: list[date]) -> dict[tuple[str, date], int]:
    query = records.of(session, grant, ProgressEntry).with_only_columns(
        ProgressEntry.key, ProgressEntry.happened_on, ProgressEntry.outcome
    )
    query = query.where(ProgressEntry.happened_on.in_(days), ProgressEntry.undone_at.is_(None))
    found: Counter[tuple[str, date]] = Counter()
    for key, on, outcome in session.execute(query):
        found[key, on] += NO_MORE if outcome == "no_longer_fits" else 1
    return found


def _measured(session: Session, grant: Grant, patient: Patient) -> dict[tuple[str, date], int]:
    since = clock.now() - timedelta(days=DAYS_BACK + 2)
    query = records.of(session, grant, Measurement).with_only_columns(Measurement.kind, Measurement.happened_at)
    query = query.where(Measurement.happened_at >= since, Measurement.undone_at.is_(None))
    return Counter((kind, local(at, patient.time_zone).date()) for kind, at in session.execute(query))


def _arranged(session: Session, grant: Grant) -> list[Arrangement]:
    """Times that are booked and still to come."""
    query = records.of(session, grant, Arrangement).where(
        Arrangement.closed_at.is_(None), Arrangement.state.in_(("booked", "happened")),
        Arrangement.happens_at > clock.now(),
    )  # fmt: skip
    return list(session.scalars(query.order_by(Arrangement.happens_at, Arrangement.id)))


def _put_off(session: Session, grant: Grant) -> dict[str, list[datetime]]:
    query = records.of(session, grant, ReminderSnooze).where(ReminderSnooze.at >= clock.now() - timedelta(days=30))
    found: dict[str, list[datetime]] = {}
    for row in session.scalars(query.order_by(ReminderSnooze.at, ReminderSnooze.id)):
        found.setdefault(row.about, []).append(row.until)
    return found


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
