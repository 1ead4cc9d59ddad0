"""Which numbers are red for this person at once, as edges: help stands on the form before anything is sent.

Only what one number says by itself, or against a change that the person's own plan names. When it is sent,
flagging.py decides; a test holds that both say the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan.kinds.zone_parts import NOW, OF_BEST, OVER_DAYS
from app.care.progress import holding, zones
from app.care.progress.flagging import OXYGEN_FLOOR, ZONE_FLAGS
from app.care.progress.flags import FLAGS, Flag
from app.care.progress.holding import Holding
from app.care.progress.kinds import Kind, Part, Unit
from app.care.progress.past import Past, wall_before
from app.care.progress.units import knows_unit, unit_named
from app.care.progress.zones import Zone
from app.models import Measurement, Patient

SMALLEST = 0.001
"""The smallest step that can be typed."""
HALF = 0.05
"""A reading is held against a number of a plan when it is rounded to one decimal: it changes half a step before."""
LOW_WORDS, HIGH_WORDS = ("LO", "LOW"), ("HI", "HIGH")


@dataclass(frozen=True)
class Edge:
    """A part is red from ``low`` to below ``high``, in the unit with this code; or either is a word of the meter."""

    part: str
    unit: str
    low: float | str
    high: float | str


@dataclass(frozen=True)
class Red:
    """Where one flag begins. ``zone``: the number of the person's own checked plan, if it is that."""

    flag: Flag
    edges: list[Edge] = field(default_factory=list)
    zone: Zone | None = None

    @property
    def listed(self) -> list[list[float | str]]:
        """As the page carries them."""
        return [[edge.part, edge.unit, edge.low, edge.high] for edge in self.edges]


def of(session: Session, grant: Grant, kind: Kind, units: Sequence[Unit]) -> list[Red]:
    """What is red for the grant's patient in each of ``units``, the person's own plan first.

    Seven statements at most.
    """
    grant.must_in(Permission.LOG, "diary")
    now = clock.now()
    held = holding.for_one_number(session, grant, kind, now)
    before: list[Measurement] = []
    if any(zone.band == NOW and zone.rule in OVER_DAYS for zone in held.zones):
        patient = records.one(session, grant, Patient, grant.patient_id)
        now = now.astimezone(ZoneInfo(patient.time_zone))
        query = records.of(session, grant, Measurement).where(
            Measurement.kind == kind.name, Measurement.undone_at.is_(None),
            Measurement.happened_at > clock.now() - held.days,
        )  # fmt: skip
        before = list(session.scalars(query.limit(400)))
    return red(kind, units, held, now, before)


def red(kind: Kind, units: Sequence[Unit], held: Holding, at: datetime, before: Sequence[Past] = ()) -> list[Red]:
    """The same without a database. ``at`` carries the person's zone."""
    found = [
        Red(
            FLAGS[ZONE_FLAGS[NOW]],
            [edge for unit in units for edge in _of_zone(zone, kind, unit, held, at, before)],
            zone,
        )
        for zone in held.zones
        if zone.band == NOW
    ]
    usual = USUAL.get(kind.name)
    if usual is not None:
        name, edges_in = usual
        found.append(Red(FLAGS[name], [edge for unit in units for edge in edges_in(kind, unit, held)]))
    return [each for each in found if each.edges]


def _below(kind: Kind, part: Part, unit: Unit, edge: float | None) -> list[Edge]:
    """Below ``edge``, and the word that a meter shows then."""
    low, _high = _taken(kind, part, unit)
    return _between(kind, part, unit, low, edge, LOW_WORDS)


def _from(kind: Kind, part: Part, unit: Unit, edge: float | None) -> list[Edge]:
    """At ``edge`` and above, and the word that a meter shows then."""
    _low, high = _taken(kind, part, unit)
    return _between(kind, part, unit, edge, high, HIGH_WORDS)


def _between(
    kind: Kind, part: Part, unit: Unit, low: float | None, high: float | None, words: tuple[str, str]
) -> list[Edge]:
    if low is None or high is None:
        return []
    found = [Edge(part.name, unit.code, round(low, 4), round(high, 4))] if low < high else []
    return [*found, Edge(part.name, unit.code, *words)] if kind.words else found


def _taken(kind: Kind, part: Part, unit: Unit) -> tuple[float, float]:
    """Between which a number is taken as it is: one that fits another unit is asked about first."""
    low, high = part.limits_in(unit).refuse
    high += SMALLEST
    for other in kind.units:
        usual = part.limits_in(other).confirm
        if other is unit or not usual:
            continue
        low = usual[1] + SMALLEST if usual[0] <= low <= usual[1] else low
        high = usual[0] if usual[0] <= high <= usual[1] else high
    return low, high


def _blood_pressure(kind: Kind, unit: Unit, held: Holding) -> list[Edge]:
    upper, lower = kind.parts[0], kind.parts[1]
    return [
        *_from(kind, upper, unit, held.limits.must("bp_crisis_upper")),
        *_from(kind, lower, unit, held.limits.must("bp_crisis_lower")),
    ]


def _glucose(kind: Kind, unit: Unit, held: Holding) -> list[Edge]:
    return _below(kind, kind.main, unit, held.limits.must("glucose_very_low", unit))


def _peak_flow(kind: Kind, unit: Unit, held: Holding) -> list[Edge]:
    best = held.best and held.best * held.limits.must("peak_very_low") / 100
    return _below(kind, kind.main, unit, best)


def _oxygen(kind: Kind, unit: Unit, held: Holding) -> list[Edge]:
    """As for most people, unless a range was set for this person or their plan names a lower number."""
    own, edge = held.limits.at("oxygen_from"), _after(OXYGEN_FLOOR)
    usual = held.limits.must("oxygen_very_low")
    if own is not None:
        edge = max(edge, own)
    elif not zones.covers(held.zones, "oxygen", "below", most=usual):
        edge = max(edge, _after(usual))
    return _below(kind, kind.main, unit, edge)


def _temperature(kind: Kind, unit: Unit, held: Holding) -> list[Edge]:
    return _from(kind, kind.main, unit, held.limits.at("temperature_high", unit))


USUAL: Mapping[str, tuple[str, Callable[[Kind, Unit, Holding], list[Edge]]]] = {
    "blood_pressure": ("bp_crisis", _blood_pressure),
    "glucose": ("glucose_very_low", _glucose),
    "peak_flow": ("peak_very_low", _peak_flow),
    "oxygen": ("oxygen_very_low", _oxygen),
    "temperature": ("temperature_high", _temperature),
}
"""By kind: the flag that is red, and where it begins."""


def _of_zone(zone: Zone, kind: Kind, unit: Unit, held: Holding, at: datetime, before: Iterable[Past]) -> list[Edge]:
    part = next((part for part in kind.parts if part.name == zone.part), kind.main)
    if zone.rule in OF_BEST:
        best = kind.units[0].canonical(zone.best) if zone.best else held.best
        share = best * zone.number / 100 if best and zone.rule == "of_best_below" else None
        return _below(kind, part, unit, _in(unit, share))
    if not knows_unit(kind, zone.unit):
        return []
    theirs = unit_named(kind, zone.unit)
    if zone.rule in OVER_DAYS:
        first, last = wall_before(at, timedelta(days=zone.days, hours=12)), wall_before(at, timedelta(hours=12))
        values = [_value(row, zone) for row in before if first <= row.happened_at <= last]
        change = (zone.number - HALF / 10) * theirs.factor
        if not values:
            return []
        if zone.rule == "gain":
            return _from(kind, part, unit, _in(unit, min(values) + change))
        return _below(kind, part, unit, _in(unit, max(values) - change))
    tenths = round(zone.number * 10, 6)
    if zone.rule == "below":
        return _below(kind, part, unit, _in(unit, _canonical(theirs, math.ceil(tenths) / 10 - HALF)))
    return _from(kind, part, unit, _in(unit, _canonical(theirs, math.floor(tenths) / 10 + HALF)))


def _value(row: Past, zone: Zone) -> float:
    return float(row.values[zone.part]) if zone.part else row.canonical


def _canonical(unit: Unit, value: float) -> float:
    return (value - unit.offset) * unit.factor


def _in(unit: Unit, canonical: float | None) -> Any:
    """Not rounded, as an edge lies between two numbers that can be typed."""
    return None if canonical is None else canonical / unit.factor + unit.offset


def _after(number: float) -> float:
    """The next whole number: what is "at or below" is below that."""
    return math.floor(number) + 1
