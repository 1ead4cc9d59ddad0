"""The limits that readings are held against: the usual ones as data, each with its source, and a person's own.

A clinician may set any of them for one person, and a practice some of them for everybody; else the usual one holds.
[V] and [M] are defaults from the named guidance, [own] proposals of ours. The two units of a kind have limits of
their own, because 3.9 mmol/L is not 70 mg/dL to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.care.progress.kinds import KINDS, Unit
from app.i18n import lazy_gettext as _l

PERCENT = Unit("%", "%")
PRACTICE = "practice"
"""Whose limit it is, where it is not the person's own."""


@dataclass(frozen=True)
class LimitKind:
    """One limit. ``usual`` by unit code; empty: there is none until somebody sets one.

    ``words`` is its name for the team, ``plain`` the sentence for the person, with ``%(value)s``; ``between`` is
    what may be set, in the canonical unit; ``change``: it is a difference between two readings.
    """

    name: str
    kind: str
    words: Any
    plain: Any
    usual: Mapping[str, float]
    between: tuple[float, float]
    source: str
    change: bool = False
    percent: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units in which it may be set."""
        return (PERCENT,) if self.percent else KINDS[self.kind].offered


BP, MG, MMOL = "mm[Hg]", "mg/dL", "mmol/L"

LIMITS: dict[str, LimitKind] = {
    limit.name: limit
    for limit in (
        LimitKind(
            "bp_crisis_upper", "blood_pressure", _l("Very high, upper number: from"),
            _l("Very high for you: an upper number of %(value)s or more."), {BP: 180}, (120, 260),
            "Systolic 180 [V]",
        ),
        LimitKind(
            "bp_crisis_lower", "blood_pressure", _l("Very high, lower number: from"),
            _l("Very high for you: a lower number of %(value)s or more."), {BP: 120}, (80, 160),
            "Diastolic 120 [V]",
        ),
        LimitKind(
            "bp_goal_upper", "blood_pressure", _l("Average of 7 days, upper number: from"),
            _l("High for you: an upper number of %(value)s or more, as the mean of 7 days."),
            {BP: 135}, (100, 200), "Home mean 135 (NICE [M])",
        ),
        LimitKind(
            "bp_goal_lower", "blood_pressure", _l("Average of 7 days, lower number: from"),
            _l("High for you: a lower number of %(value)s or more, as the mean of 7 days."),
            {BP: 85}, (60, 130), "Home mean 85 (NICE [M])",
        ),
        LimitKind(
            "bp_low", "blood_pressure", _l("Low, upper number: at or below"),
            _l("Low for you: an upper number of %(value)s or less."), {BP: 90}, (60, 130),
            "Systolic 90 with dizziness [M]",
        ),
        LimitKind(
            "pulse_high", "blood_pressure", _l("Pulse at rest: above"),
            _l("Fast for you: a pulse above %(value)s at rest."), {BP: 120}, (80, 200), "Resting pulse 120 [M]",
        ),
        LimitKind(
            "pulse_low", "blood_pressure", _l("Pulse at rest: below"),
            _l("Slow for you: a pulse below %(value)s at rest."), {BP: 45}, (25, 70), "Resting pulse 45 [M]",
        ),
        LimitKind(
            "glucose_very_low", "glucose", _l("Very low: below"), _l("Very low for you: below %(value)s."),
            {MG: 54, MMOL: 3.0}, (40, 110), "ADA level 2 [V]",
        ),
        LimitKind(
            "glucose_low", "glucose", _l("Low: below"), _l("Low for you: below %(value)s."),
            {MG: 70, MMOL: 3.9}, (50, 150), "ADA level 1 [V]",
        ),
        LimitKind(
            "glucose_high", "glucose", _l("High: above"), _l("High for you: above %(value)s."),
            {MG: 250, MMOL: 13.9}, (120, 500), "ADA high level 2, twice [V]",
        ),
        LimitKind(
            "weight_day", "weight", _l("Change in a day: from"),
            _l("A lot for you: %(value)s or more, up or down, in a day."), {"kg": 0.9, "[lb_av]": 2.0}, (0.4, 10),
            "Heart failure: 2 lb (0.9 kg) in 1 day; leaflets disagree [V]", change=True,
        ),
        LimitKind(
            "weight_week", "weight", _l("Change in 7 days: from"),
            _l("A lot for you: %(value)s or more, up or down, in 7 days."), {"kg": 2.3, "[lb_av]": 5.0}, (0.9, 20),
            "Heart failure: 5 lb (2.3 kg) in 7 days; leaflets disagree [V]", change=True,
        ),
        LimitKind(
            "peak_best", "peak_flow", _l("Personal best"), _l("Your best peak flow: %(value)s."), {}, (60, 900),
            "Set by a clinician; else the best of at least 5 readings [own]",
        ),
        LimitKind(
            "peak_low", "peak_flow", _l("Low, share of the best: below"),
            _l("Low for you: below %(value)s of your best."), {"%": 80}, (50, 100), "80 % of the best [V]",
            percent=True,
        ),
        LimitKind(
            "peak_very_low", "peak_flow", _l("Very low, share of the best: below"),
            _l("Very low for you: below %(value)s of your best."), {"%": 50}, (20, 80), "50 % of the best [V]",
            percent=True,
        ),
        LimitKind(
            "oxygen_ring", "oxygen", _l("Ring us: at or below"), _l("Ring us at %(value)s or less."), {"%": 94},
            (80, 99), "93–94: call [V]",
        ),
        LimitKind(
            "oxygen_very_low", "oxygen", _l("Very low: at or below"), _l("Very low for you: %(value)s or less."),
            {"%": 92}, (75, 97), "92 or less: emergency, unless the own target says otherwise [V]",
        ),
        LimitKind(
            "oxygen_from", "oxygen", _l("Own range: from"), _l("Your own range starts at %(value)s."), {}, (80, 97),
            "COPD often 88 to 92 [V]",
        ),
        LimitKind(
            "oxygen_to", "oxygen", _l("Own range: to"), _l("Your own range ends at %(value)s."), {}, (84, 100),
            "COPD often 88 to 92 [V]",
        ),
        LimitKind(
            "oxygen_usual", "oxygen", _l("Usual value"), _l("Your usual oxygen: %(value)s."), {}, (80, 100),
            "3 points below, twice [own]",
        ),
        LimitKind(
            "temperature_high", "temperature", _l("Fever: from"), _l("Fever for you: %(value)s or more."), {},
            (37, 41), "38 °C with chemotherapy and the like: only as the plan says",
        ),
        LimitKind(
            "pain_rise", "pain", _l("Rise for 3 days: from"),
            _l("We look at it together when pain is %(value)s points higher for 3 days."), {"{score}": 2}, (1, 8),
            "A rise of 2 for 3 days [own]", change=True,
        ),
        LimitKind(
            "mood_low", "mood", _l("Low, three times in 7 days: at or below"),
            _l("We look at it together when mood is %(value)s or less, three times in 7 days."), {"{score}": 2},
            (0, 8), "2 or less three times in 7 days [own]",
        ),
        LimitKind(
            "sleep_short", "sleep", _l("Short, 4 of 7 nights: below"),
            _l("We look at it together when you sleep less than %(value)s on 4 of 7 nights."), {"h": 5}, (120, 540),
            "Below 5 h on 4 of 7 nights [own]",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Own:
    """A limit that somebody set for this person: who, when and why."""

    name: str
    value: float
    unit: str
    set_by: str = ""
    set_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Limits:
    """What holds for one person: their own where there is one, else the practice's, else the usual."""

    own: Mapping[str, Own] = field(default_factory=dict)
    practice: Mapping[str, Own] = field(default_factory=dict)

    def at(self, name: str, unit: Unit | None = None) -> float | None:
        """The limit in ``unit`` (the kind's first if none); None when there is none."""
        known = LIMITS[name]
        unit = unit or known.units[0]
        own = self.own.get(name) or self.practice.get(name)
        if own is None:
            return known.usual.get(PERCENT.code if known.percent else unit.code)
        if known.percent or own.unit == unit.code:
            return own.value
        theirs = KINDS[known.kind].unit(own.unit) or unit
        if known.change:
            return round(unit.change(own.value * theirs.factor), 1)
        return unit.of(theirs.canonical(own.value))

    def must(self, name: str, unit: Unit | None = None) -> float:
        """A limit that always has a usual value. Raises ``KeyError`` for one that has not."""
        found = self.at(name, unit)
        if found is None:
            raise KeyError(name)
        return found

    def is_own(self, name: str) -> bool:
        """Whether somebody set it for this person."""
        return name in self.own

    def used(self, names: tuple[str, ...], unit: Unit) -> list[dict[str, Any]]:
        """What a concern keeps of these limits: value, unit, and who set it and when unless it is the usual one."""
        found: list[dict[str, Any]] = []
        for name in names:
            own, value = self.own.get(name) or self.practice.get(name), self.at(name, unit)
            if value is None:
                continue
            code = PERCENT.code if LIMITS[name].percent else unit.code
            fact: dict[str, Any] = {"name": name, "value": value, "unit": code}
            if own:
                fact |= {"by": own.set_by, "on": own.set_on.isoformat() if own.set_on else ""}
                fact |= {} if self.is_own(name) else {"whose": PRACTICE}
            found.append(fact)
        return found
