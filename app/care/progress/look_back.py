"""What happened lately: by fact and by activity, readings by kind, the last entries. No streaks, no marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds import KINDS, activity
from app.care.plan.sections import PATIENT
from app.care.progress import lines, measurements, say
from app.care.progress.kinds import KINDS as READINGS
from app.care.progress.lines import Line
from app.models import Measurement, Patient, PlanItem, ProgressEntry

DAYS = 7
READING_DAYS = 90


@dataclass(frozen=True)
class Week:
    """One activity over the last seven days: on how many of its days it was done, or partly."""

    item: PlanItem
    did: int
    partly: int
    days: int


@dataclass(frozen=True)
class Series:
    """Readings of one kind, newest first, and the drawing of them (None below two)."""

    kind: str
    rows: list[Measurement]
    line: Line | None
    band: tuple[float, float] | None


@dataclass
class LookBack:
    """Everything on the page."""

    patient: Patient
    day: date
    items: list[PlanItem]
    """The lines of the plan in force."""
    weeks: list[Week] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    series: list[Series] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.series)


def of(session: Session, grant: Grant) -> LookBack:
    """The last weeks of the grant's patient, in at most six statements."""
    grant.must(Permission.SEE_PROGRESS)
    items = brief.active_items(session, grant.patient_id)
    patient = session.get_one(Patient, grant.patient_id)
    today = clock.today(patient.time_zone)
    found = LookBack(patient, today, items)
    start = datetime.combine(today - timedelta(days=READING_DAYS), time(0), ZoneInfo(patient.time_zone))
    readings = measurements.since(session, grant, start)
    found.entries = _entries(session, grant)
    found.weeks = weeks(items, found.entries, readings, today, patient.time_zone)
    found.titles = _titles(session, grant, items, found.entries)
    found.series = [_series(kind, readings, items) for kind in READINGS if any(r.kind == kind for r in readings)]
    ids = {entry.actor_id for entry in found.entries if entry.capacity != "self"}
    ids |= {reading.actor_id for reading in readings if reading.capacity != "self"}
    found.names = say.names_of(session, ids)
    return found


def weeks(
    items: list[PlanItem], entries: list[ProgressEntry], readings: list[Measurement], today: date, zone: str
) -> list[Week]:
    """The person's own activities that were for at least one of the last seven days, today included."""
    last = [today - timedelta(days=n) for n in range(DAYS)]
    measured = {(row.kind, row.happened_at.astimezone(ZoneInfo(zone)).date()) for row in readings}
    outcome: dict[tuple[str, date], str] = {}
    for entry in sorted(entries, key=lambda row: row.recorded_at):
        outcome[(entry.key, entry.happened_on)] = entry.outcome
    found = []
    for item in items:
        if item.kind != "activity" or item.owner != PATIENT:
            continue
        window = [day for day in last if item.starts_on <= day <= item.ends_on]
        did = [
            day
            for day in window
            if outcome.get((item.key, day)) == "did" or (item.content.get("measure"), day) in measured
        ]
        partly = [day for day in window if outcome.get((item.key, day)) == "partly" and day not in did]
        due = {day for day in window if activity.is_for(item.content, day)} | set(did) | set(partly)
        if due:
            found.append(Week(item, len(did), len(partly), len(due)))
    return found


def _entries(session: Session, grant: Grant) -> list[ProgressEntry]:
    query = records.of(session, grant, ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    order = (ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc(), ProgressEntry.id)
    return list(session.scalars(query.order_by(*order).limit(200)))


def _titles(session: Session, grant: Grant, items: list[PlanItem], entries: list[ProgressEntry]) -> dict[str, str]:
    """The words of each line that has an entry, also when it has left the plan since."""
    known = {item.key: item for item in items}
    gone = {entry.key for entry in entries} - set(known)
    if gone:
        query = records.of(session, grant, PlanItem).where(PlanItem.key.in_(gone)).order_by(PlanItem.number)
        known |= {item.key: item for item in session.scalars(query)}
    return {key: KINDS[item.kind].title(item.content) for key, item in known.items() if item.kind in KINDS}


def _series(kind: str, readings: list[Measurement], items: list[PlanItem]) -> Series:
    rows = [row for row in readings if row.kind == kind]
    band = lines.goal_band(kind, rows[0].unit, items)
    return Series(kind, rows, lines.draw(rows, band), band)
