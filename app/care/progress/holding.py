"""The one place that says which limits hold for this person now: their own, their plan's, else the usual ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.care.people.names import accounts_of, called
from app.care.plan import brief
from app.care.progress import zones
from app.care.progress.kinds import KINDS, Kind
from app.care.progress.limits import LIMITS, Limits, Own
from app.care.progress.zones import Zone
from app.models import Account, Concern, Measurement, Patient, PersonalLimit, PlanItem, PracticeReadingLimit

BEST_NEEDS = 5
"""Readings before "the best so far" means anything [own]."""
REACHED = 3
"""How often a value was reached before it is the best [own]."""
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Holding:
    """Everything that a reading of one kind is held against. Pure facts: the rules in flagging.py ask no database.

    ``best``: the peak flow that counts as the person's best; ``asked_for``: the plan asks for this kind;
    ``seen_at``: when the team last closed a line about this kind: what they saw then does not count again.
    """

    limits: Limits = field(default_factory=Limits)
    zones: Sequence[Zone] = ()
    best: float | None = None
    asked_for: bool = False
    seen_at: datetime | None = None
    seen_way: str = ""
    """Of a change that the team closed then: "gain" or "loss"."""
    seen_flag: str = ""
    """Which flag it was that the team closed then."""
    seen_value: float | None = None
    """The value that it was about: for an average, the average."""
    seen_began: float | None = None
    """Where the weight was before the change that the team closed then."""

    @property
    def usual_oxygen(self) -> float | None:
        """What a clinician set as usual, else what the symptom plan names as usual."""
        own = self.limits.at("oxygen_usual")
        return (
            own if own is not None else next((z.best for z in self.zones if z.measure == "oxygen" and z.best), None)
        )

    @property
    def days(self) -> timedelta:
        """How far back the person's own plan looks for a change."""
        return timedelta(days=max((zone.days for zone in self.zones), default=0) + 1)


def of(session: Session, grant: Grant, kind: Kind, at: datetime, best_so_far: tuple[float, int] | None) -> Holding:
    """What holds for the grant's patient and this kind. ``best_so_far``: highest reading of a year, and how many."""
    items = brief.active_items(session, grant.patient_id, (*zones.ABOUT, "activity"))
    limits = personal(session, grant)
    asked = any(item.kind == "activity" and item.content.get("measure") == kind.name for item in items)
    own = any(limits.is_own(name) for name, known in LIMITS.items() if known.kind == kind.name)
    seen = last_seen(session, grant, kind.name)
    why = seen.why if seen else {}
    return Holding(
        limits, _zones(items, kind), _best(limits, best_so_far), asked or own,
        seen.closed_at if seen else None, str(why.get("way") or ""), str(why.get("flag") or ""),
        why.get("against"), why.get("began") or why.get("against"),
    )  # fmt: skip


def for_one_number(session: Session, grant: Grant, kind: Kind, at: datetime) -> Holding:
    """The same without who set a limit and what was seen before: enough for what a number says by itself.

    Three statements, five for a peak flow.
    """
    so_far = best_of_a_year(session, grant, at) if kind.name == "peak_flow" else None
    items = brief.active_items(session, grant.patient_id, zones.ABOUT)
    limits = Limits(own_only(session, grant).own, practice(session, ZoneInfo("UTC")))
    return Holding(limits, _zones(items, kind), _best(limits, so_far))


def _zones(items: Sequence[PlanItem], kind: Kind) -> list[Zone]:
    return [zone for zone in zones.of(items) if zone.measure == kind.name]


def _best(limits: Limits, so_far: tuple[float, int] | None) -> float | None:
    """The best peak flow: as it was set, else the best so far of enough readings."""
    own = limits.at("peak_best")
    return own if own is not None else so_far[0] if so_far and so_far[1] >= BEST_NEEDS else None


def personal(session: Session, grant: Grant) -> Limits:
    """The limits that were set for the grant's patient, each as it was set last; below them the practice's own."""
    patient = records.one(session, grant, Patient, grant.patient_id)
    newest = newest_rows(session, grant)
    people = accounts_of(session, {row.set_by_id for row in newest.values()})
    zone = ZoneInfo(patient.time_zone)
    own = {
        name: Own(
            name, row.value, row.unit, called(people[row.set_by_id]), row.set_at.astimezone(zone).date(), row.why
        )
        for name, row in newest.items()
        if row.value is not None
    }
    return Limits(own, practice(session, zone))


def own_only(session: Session, grant: Grant) -> Limits:
    """The limits that were set for the grant's patient, without who set them. One statement."""
    rows = newest_rows(session, grant).items()
    return Limits({name: Own(name, row.value, row.unit) for name, row in rows if row.value is not None})


def practice(session: Session, zone: ZoneInfo) -> dict[str, Own]:
    """The limits that the practice set for everybody. ``zone``: in which the day is said. One statement."""
    query = sa.select(PracticeReadingLimit, Account).join(Account, Account.id == PracticeReadingLimit.set_by_id)
    return {
        row.name: Own(row.name, row.value, row.unit, called(who), row.set_at.astimezone(zone).date(), row.why)
        for row, who in session.execute(query.where(PracticeReadingLimit.ended_at.is_(None)))
        if row.name in LIMITS
    }


def newest_rows(session: Session, grant: Grant) -> dict[str, PersonalLimit]:
    """The last row of each limit, in one statement; one that was given up has no value."""
    query = records.of(session, grant, PersonalLimit).order_by(PersonalLimit.set_at, PersonalLimit.id)
    return {row.name: row for row in session.scalars(query) if row.name in LIMITS}


def best_of_a_year(session: Session, grant: Grant, at: datetime) -> tuple[float, int] | None:
    """The peak flow that was reached three times in the last year, so that one slip is nobody's best, and of how
    many readings; the highest while there are fewer than three."""
    query = records.of(session, grant, Measurement).where(
        Measurement.kind == KINDS["peak_flow"].name, Measurement.undone_at.is_(None),
        Measurement.happened_at > at - A_YEAR,
    )  # fmt: skip
    count = session.scalar(query.with_only_columns(sa.func.count())) or 0
    if not count:
        return None
    best = query.with_only_columns(Measurement.canonical).order_by(Measurement.canonical.desc())
    place = REACHED - 1 if count >= REACHED else 0
    return session.scalars(best.offset(place).limit(1)).one(), count


def last_seen(session: Session, grant: Grant, kind: str) -> Concern | None:
    """The line about readings of this kind that the team closed last."""
    query = records.of(session, grant, Concern).where(
        Concern.rule == "measurement_flag", Concern.subject == kind, Concern.closed_by_id.is_not(None),
        Concern.outcome.not_in(("taken_back", "mistake")),
    )  # fmt: skip
    return session.scalars(query.order_by(Concern.closed_at.desc()).limit(1)).first()
