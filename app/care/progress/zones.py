"""A person's own zones: the numbers of checked symptom plans and of "if … then we change", held against a reading.

Only what a clinician checked counts, and only what the plan in force says. What the person reads about it are the
words of that plan (rule 16 of the product): nothing here adds a step or a medicine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.care.plan.kinds import KINDS as LINES
from app.care.plan.kinds.zone_parts import NOW, OF_BEST, OVER_DAYS, PARTS, WATCH
from app.care.progress.kinds import Kind, Unit
from app.care.progress.past import Past, wall_before
from app.care.progress.reading import Reading
from app.care.progress.units import knows_unit, unit_named
from app.models import PlanItem

CHANGE = "change"
"""The band of an "if … then we change"."""
URGENCY = {NOW: 0, WATCH: 1, CHANGE: 2}
ABOUT = ("symptom_zones", "trigger")


@dataclass(frozen=True)
class Zone:
    """One number that moves a band. ``row`` as the plan has it; ``best``: the usual value that the plan names.

    ``part``: which number of the reading it is about; nothing for the main one.
    """

    key: str
    band: str
    measure: str
    rule: str
    number: float
    unit: str
    days: int
    condition: str
    best: float | None = None
    checked_by: str = ""
    checked_on: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""

    def facts(self) -> dict[str, Any]:
        """What a reading and a concern keep of it."""
        return {
            "key": self.key, "band": self.band, "condition": self.condition, "row": dict(self.row),
            "by": self.checked_by, "on": self.checked_on,
        }  # fmt: skip


def of(items: Iterable[PlanItem]) -> list[Zone]:
    """Every number of the plan in force that a reading can be held against, the most urgent band first."""
    found: list[Zone] = []
    for item in items:
        content = item.content
        if item.kind == "symptom_zones" and LINES[item.kind].may_be_used(content):
            usual = {str(row.get("measure")): row.get("value") for row in content.get("baseline") or []}
            who = (str(content.get("confirmed_name") or ""), str(content.get("confirmed_on") or ""))
            found += [
                _zone(item.key, str(row.get("band")), row, str(content.get("condition", "")), usual, *who)
                for row in content.get("numbers") or []
                if row.get("band") in (NOW, WATCH)
            ]
        elif item.kind == "trigger" and content.get("measure"):
            row = {**content, "days": content.get("within")}
            row = {name: row.get(name) for name in ("measure", "rule", "number", "unit", "days")}
            found.append(_zone(item.key, CHANGE, row, "", {}, "", ""))
    return sorted(found, key=lambda zone: URGENCY[zone.band])


def _zone(
    key: str, band: str, row: Mapping[str, Any], condition: str, usual: Mapping[str, Any], by: str, on: str
) -> Zone:
    said = str(row.get("measure", ""))
    measure, part = PARTS.get(said, (said, ""))
    best = usual.get(said)
    return Zone(
        key, band, measure, str(row.get("rule", "")), float(row.get("number") or 0), str(row.get("unit") or ""),
        int(row.get("days") or 1), condition, float(best) if best else None, by, on, row,
        part,
    )  # fmt: skip


def hit(
    zones: Sequence[Zone], reading: Reading, at: datetime, before: Sequence[Past], best: float | None
) -> tuple[Zone | None, float | None]:
    """The most urgent number that this reading reaches, and from which earlier value a change was measured."""
    for zone in zones:
        reached, against = _reaches(zone, reading.kind, _number(zone, reading), at, before, best)
        if reached:
            return zone, against
    return None, None


def _reaches(
    zone: Zone, kind: Kind, canonical: float, at: datetime, before: Sequence[Past], best: float | None
) -> tuple[bool, float | None]:
    if zone.measure != kind.name:
        return False, None
    if zone.rule in OF_BEST:
        return zone.rule == "of_best_below" and _below_share(zone, kind, canonical, best), None
    if not knows_unit(kind, zone.unit):
        return False, None  # nobody guesses what a number means
    unit = unit_named(kind, zone.unit)
    if zone.rule in OVER_DAYS:
        against = _changed_from(zone, unit, canonical, at, before)
        return against is not None, against
    value = unit.of(canonical)
    return (value < zone.number if zone.rule == "below" else value > zone.number), None


def _number(zone: Zone, one: Reading | Past) -> float:
    """The number that the zone is about, in the canonical unit."""
    return float(one.values[zone.part]) if zone.part else one.canonical


def _below_share(zone: Zone, kind: Kind, canonical: float, best: float | None) -> bool:
    own = kind.units[0].canonical(zone.best) if zone.best else best
    return own is not None and canonical / own * 100 < zone.number


def _changed_from(zone: Zone, unit: Unit, canonical: float, at: datetime, before: Sequence[Past]) -> float | None:
    first, last = wall_before(at, timedelta(days=zone.days, hours=12)), wall_before(at, timedelta(hours=12))
    for row in before:
        if first <= row.happened_at <= last:
            change = unit.change(canonical - _number(zone, row))
            if round(change if zone.rule == "gain" else -change, 2) >= zone.number:
                return _number(zone, row)
    return None


def covers(zones: Iterable[Zone], measure: str, *rules: str, band: str = "", most: float | None = None) -> bool:
    """Whether the person's own checked plan says something about this: then the usual limit does not speak too.

    ``band``: only a number of that band replaces the usual one of it; ``most``: only a number up to this.
    """
    return any(
        zone.measure == measure
        and zone.rule in rules
        and zone.band != CHANGE
        and (not band or zone.band == band)
        and (most is None or zone.number <= most)
        for zone in zones
    )
