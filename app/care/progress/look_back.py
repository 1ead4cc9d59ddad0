"""What happened lately: a week at a glance, goals and readings as lines, the last entries. No streaks, no marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.progress import bands, holding, lines, measurements, nearness, own_numbers, own_weeks, pauses, say
from app.care.progress.chart import Band, Line
from app.care.progress.kinds import KINDS as READINGS
from app.care.progress.limits import Limits
from app.care.progress.lines import Mean
from app.care.progress.own_numbers import Said
from app.care.progress.own_weeks import Course, Outcomes, Week
from app.i18n import lazy_gettext as _l
from app.models import GoalNear, Measurement, Patient, PlanItem, ProgressEntry

ENTRIES = 30
MOST_READINGS = 4000


@dataclass(frozen=True)
class Period:
    """How far back the lines go. ``gap``: so long without a reading, and a line stops; ``means``: week by week."""

    name: str
    words: Any
    days: int
    gap: timedelta
    means: bool = False


PERIODS = {
    period.name: period
    for period in (
        Period("weeks", _l("4 weeks"), 28, timedelta(days=7)),
        Period("months", _l("3 months"), 91, timedelta(days=14)),
        Period("year", _l("1 year"), 364, timedelta(days=21), means=True),
    )
}


@dataclass(frozen=True)
class Series:
    """Readings of one kind, newest first, in the newest unit; the drawing of them (None below two), the means."""

    kind: str
    rows: list[Measurement]
    line: Line | None
    band: Band | None
    means: list[Mean]
    two: tuple[float, float] | None = None
    """What both numbers of a reading are to stay below."""
    set_for_them: bool = False
    """Whether band or ``two`` are limits that somebody set for this person, and no goal of theirs."""


@dataclass(frozen=True)
class GoalBack:
    """A goal with what was done and measured for it; ``goal`` is None for what serves no goal."""

    goal: PlanItem | None
    courses: list[Course]
    series: list[Series]
    near: own_numbers.Course | None = None
    """How near it felt, when that was said."""
    sure: dict[str, own_numbers.Course] = field(default_factory=dict)
    """How sure the person was of each step, by its key, when that was said."""

    @property
    def has_lines(self) -> bool:
        """Whether anything is drawn for it."""
        return bool(self.courses or self.series or self.near or self.sure)


@dataclass
class LookBack:
    """Everything on the page."""

    patient: Patient
    day: date
    period: Period
    items: list[PlanItem]
    """The lines of the plan in force."""
    weeks: list[Week] = field(default_factory=list)
    goals: list[GoalBack] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    """What was set for this person."""
    paused: int = 0
    """Paused days within the period."""

    @property
    def is_empty(self) -> bool:
        return not (self.entries or any(one.has_lines for one in self.goals))

    def is_later(self, entry: ProgressEntry) -> bool:
        """Whether it was written down on a later day than it happened."""
        return entry.recorded_at.astimezone(ZoneInfo(self.patient.time_zone)).date() > entry.happened_on

    @property
    def first(self) -> date:
        return self.day - timedelta(days=self.period.days - 1)


def of(session: Session, grant: Grant, period: str = "weeks") -> LookBack:
    """The last weeks or months of the grant's patient, in twelve statements at most, however much there is."""
    grant.must(Permission.SEE_PROGRESS)
    items = brief.active_items(session, grant)
    patient = session.get_one(Patient, grant.patient_id)
    today = clock.today(patient.time_zone)
    found = LookBack(patient, today, PERIODS.get(period) or PERIODS["weeks"], items)
    zone = ZoneInfo(patient.time_zone)
    start = datetime.combine(found.first, time(0), zone)
    readings = measurements.since(session, grant, start, MOST_READINGS)
    rows = pauses.of(session, grant, today, found.first).rows if grant.may(Permission.SEE_PLAN) else ()
    paused = pauses.paused_days(rows, (found.first + timedelta(days=n) for n in range(found.period.days)))
    found.paused = len(paused)
    outcomes = _outcomes(session, grant, found.first, items, readings, zone)
    found.limits = holding.own_only(session, grant)
    found.weeks = own_weeks.weeks(items, outcomes, today, paused)
    near = nearness.since(session, grant, found.first)
    sure = own_numbers.sure(session, grant, start, zone)
    found.goals = _goals(found, outcomes, readings, paused, _rests(paused, zone), start, near, sure)
    found.entries = _entries(session, grant)
    found.titles = _titles(session, grant, items, found.entries)
    ids = {entry.actor_id for entry in found.entries if entry.capacity != "self"}
    ids |= {reading.actor_id for reading in readings if reading.capacity != "self"}
    ids |= {row.actor_id for rows in near.values() for row in rows if row.capacity != "self"}
    ids |= {one.actor_id for rows in sure.values() for one in rows if one.capacity != "self"}
    found.names = say.names_of(session, ids)
    return found


def _goals(
    found: LookBack, outcomes: Outcomes, readings: list[Measurement], paused: set[date],
    rests: list[tuple[datetime, datetime]], start: datetime, near: dict[str, list[GoalNear]],
    said: dict[str, list[Said]],
) -> list[GoalBack]:  # fmt: skip
    """Goals in the order of the plan, each with the lines that serve it; at the end what serves none."""
    span = own_numbers.Span(start, clock.now(), found.period.gap, rests)
    sure: dict[str, dict[str, own_numbers.Course]] = {}
    goals = {item.key: item for item in found.items if item.kind == "goal"}
    courses: dict[str, list[Course]] = {}
    measured: dict[str, str] = {}
    for item in own_weeks.own(found.items):
        key = str(item.content.get("goal_key") or "")
        key = key if key in goals else ""
        title = str(item.content.get("what", ""))
        if drawn := own_numbers.course(item.key, title, said.get(item.key, []), span):
            sure.setdefault(key, {})[item.key] = drawn
        if kind := str(item.content.get("measure") or ""):
            measured.setdefault(kind, key)
            continue
        course = own_weeks.course(item, outcomes, found.day, found.period.days, paused, rests, start)
        if course.line is not None:
            courses.setdefault(key, []).append(course)
    series: dict[str, list[Series]] = {}
    for kind in READINGS:
        if rows := [row for row in readings if row.kind == kind]:
            series.setdefault(measured.get(kind, ""), []).append(_series(found, rows, rests, start))
    felt = {
        key: own_numbers.course(key, KINDS["goal"].title(goal.content), own_numbers.near(near.get(key, [])), span)
        for key, goal in goals.items()
    }
    return [
        GoalBack(goals.get(key), courses.get(key, []), series.get(key, []), felt.get(key), sure.get(key, {}))
        for key in (*goals, "")
        if key in goals or key in courses or key in series or key in sure
    ]  # fmt: skip


def _series(
    found: LookBack, rows: list[Measurement], rests: list[tuple[datetime, datetime]], start: datetime
) -> Series:
    kind, until = rows[0].kind, clock.now()
    band = bands.of_goal(kind, rows[0].unit, found.items)
    two = bands.two_of_goal(kind, rows[0].unit, found.items) if len(lines.parts_of(kind)) == 2 else None
    set_for_them = band is None and two is None
    if set_for_them:
        band = bands.of_limits(kind, rows[0].unit, found.limits)
        two = bands.two_of_limits(kind, found.limits)
    means = lines.weekly(rows, until) if found.period.means else []
    line = lines.draw(
        rows, band, between=(start, until), gap=found.period.gap, means=means, rests=rests, marks=two or ()
    )  # fmt: skip
    return Series(kind, rows, line, band, means, two, set_for_them)


def _rests(paused: set[date], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Paused days as spans of time, days in a row together."""
    spans: list[tuple[date, date]] = []
    for day in sorted(paused):
        if spans and day - spans[-1][1] <= timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    after = timedelta(days=1)
    return [(datetime.combine(a, time(0), zone), datetime.combine(b + after, time(0), zone)) for a, b in spans]


def _outcomes(
    session: Session, grant: Grant, first: date, items: list[PlanItem], readings: list[Measurement], zone: ZoneInfo
) -> Outcomes:
    columns = (ProgressEntry.key, ProgressEntry.happened_on, ProgressEntry.outcome)
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.happened_on >= first, ProgressEntry.undone_at.is_(None)
    )
    ordered = query.with_only_columns(*columns).order_by(ProgressEntry.recorded_at, ProgressEntry.id)
    found: Outcomes = {(key, on): outcome for key, on, outcome in session.execute(ordered)}
    measured = {(row.kind, row.happened_at.astimezone(zone).date()) for row in readings}
    for item in items:
        if kind := item.content.get("measure") if item.kind == "activity" else None:
            days = {on for name, on in measured if name == kind and item.starts_on <= on <= item.ends_on}
            found |= {(item.key, on): own_weeks.DID for on in days}
    return found


def _entries(session: Session, grant: Grant) -> list[ProgressEntry]:
    query = records.of(session, grant, ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    order = (ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc(), ProgressEntry.id)
    return list(session.scalars(query.order_by(*order).limit(ENTRIES)))


def _titles(session: Session, grant: Grant, items: list[PlanItem], entries: list[ProgressEntry]) -> dict[str, str]:
    """The words of each line that has an entry, also when it has left the plan since."""
    known = {item.key: item for item in items}
    gone = {entry.key for entry in entries} - set(known)
    if gone:
        query = records.of(session, grant, PlanItem).where(PlanItem.key.in_(gone)).order_by(PlanItem.number)
        known |= {item.key: item for item in session.scalars(query)}
    return {key: KINDS[item.kind].title(item.content) for key, item in known.items() if item.kind in KINDS}
