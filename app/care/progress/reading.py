"""From what was typed to a reading: numbers with comma or point, limits, and the questions before it is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.care.progress.kinds import (
    NARROW_PULSE_PRESSURE,
    PEAK_ABOVE_BEST,
    SLIP_OF_UNIT,
    WEIGHT_CHANGE,
    Kind,
    Part,
    Unit,
)
from app.errors import Invalid
from app.i18n import format_number
from app.i18n import gettext as _

NUMBER = re.compile(r"[+-]?\d{1,6}([.,]\d{1,3})?")
HOURS = re.compile(r"(\d{1,2}):([0-5]\d)")
THOUSANDS = re.compile(r"\d{1,3}[., \u00a0\u202f’']\d{3}")
METER_WORDS = {"LO": "LO", "LOW": "LO", "HI": "HI", "HIGH": "HI"}


@dataclass(frozen=True)
class Earlier:
    """What is known from before: the last canonical value within 7 days, or else at any time; the best one ever."""

    last: float | None = None
    best: float | None = None
    long_ago: float | None = None


@dataclass(frozen=True)
class Reading:
    """A reading that may be stored. ``doubts`` are sentences to say yes to first; ``other`` fits another unit."""

    kind: Kind
    unit: Unit
    values: dict[str, Any]
    canonical: float
    doubts: list[str] = field(default_factory=list)
    other: Unit | None = None


def read(kind: Kind, unit: Unit, typed: Mapping[str, str], earlier: Earlier | None = None) -> Reading:
    """Check what was typed (by part name, "arm" and "irregular").

    Raises ``Invalid`` naming each part that cannot be stored, unless the number fits another unit of the kind:
    then the reading comes back with ``other`` set and must not be stored before the person chose.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for part in kind.parts:
        text = str(typed.get(part.name, "")).strip()
        if not text and part.optional:
            continue
        word = METER_WORDS.get(text.upper())
        if word in kind.words:
            values[part.name] = word
            continue
        number = _number(text, part)
        if number is None:
            wrong[part.name] = (
                _("%(what)s: type a whole number.", what=part.label)
                if part.whole
                else _("%(what)s: type a number, for example 5.6.", what=part.label)
            )
        else:
            values[part.name] = number
    if wrong:
        raise Invalid(fields=_against_limits(kind, unit, values)[0] | wrong)
    if kind.arm and typed.get("arm") in ("left", "right"):
        values["arm"] = typed["arm"]
    if kind.beat and typed.get("irregular") in ("yes", "no"):
        values["irregular"] = typed["irregular"]
    return judge(kind, unit, values, earlier or Earlier())


def judge(kind: Kind, unit: Unit, values: dict[str, Any], earlier: Earlier) -> Reading:
    """Hold values against the limits of their unit. Raises ``Invalid`` for those that cannot be stored."""
    wrong, doubts = _against_limits(kind, unit, values)
    if kind.name == "blood_pressure" and not wrong:
        _pressures(values, wrong, doubts)
    main = values[kind.main.name]
    canonical = _canonical(kind, unit, main)
    if isinstance(main, (int, float)):
        doubts += _against_earlier(kind, unit, canonical, earlier)
        other = _fits_other(kind, unit, main, earlier) if wrong or doubts else None
    else:
        other = None
    if wrong and other is None:
        raise Invalid(fields=wrong)
    return Reading(kind, unit, values, canonical, doubts if not wrong else [], other)


def _against_limits(kind: Kind, unit: Unit, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    wrong: dict[str, Any] = {}
    doubts = []
    for part in kind.parts:
        value = values.get(part.name)
        if not isinstance(value, (int, float)):
            continue
        limits = part.limits_in(unit)
        if limits.refuses(value):
            wrong[part.name] = _out_of(limits.refuse, unit, part)
        elif limits.asks(value):
            doubts.append(_("%(what)s: %(value)s is unusual.", what=part.label, value=format_number(value)))
    return wrong, doubts


def _out_of(edges: tuple[float, float], unit: Unit, part: Part) -> str:
    low, high = format_number(edges[0]), format_number(edges[1])
    if part.name == "pulse" or unit.code in ("{score}", "{steps}"):
        return _("%(what)s: type a number from %(low)s to %(high)s.", what=part.label, low=low, high=high)
    return _(
        "%(what)s: type a number from %(low)s to %(high)s %(unit)s.",
        what=part.label, low=low, high=high, unit=unit.shown,
    )  # fmt: skip


def _pressures(values: dict[str, Any], wrong: dict[str, Any], doubts: list[str]) -> None:
    apart = values["systolic"] - values["diastolic"]
    if apart <= 0:
        wrong["diastolic"] = _("The lower number must be smaller than the upper number.")
    elif apart < NARROW_PULSE_PRESSURE:
        doubts.append(_("The two numbers are very close together."))


def _against_earlier(kind: Kind, unit: Unit, canonical: float, earlier: Earlier) -> list[str]:
    before = earlier.last if earlier.last is not None else earlier.long_ago
    if kind.name == "weight" and before is not None and _far(canonical, before, recent=earlier.last is not None):
        last = format_number(unit.of(before))
        return [_("Your last weight was %(last)s %(unit)s.", last=last, unit=unit.shown)]
    if kind.name == "peak_flow" and earlier.best is not None and canonical > earlier.best * PEAK_ABOVE_BEST:
        best = format_number(earlier.best)
        return [_("Your highest so far was %(best)s %(unit)s.", best=best, unit=unit.shown)]
    return []


def _far(now: float, before: float, recent: bool) -> bool:
    share, kilograms, _days = WEIGHT_CHANGE
    change = round(abs(now - before), 3)
    if not recent:
        return change > round(SLIP_OF_UNIT * before, 3)
    return change > kilograms or change > round(share * before, 3)


def _fits_other(kind: Kind, unit: Unit, main: float, earlier: Earlier) -> Unit | None:
    """Another unit in which the same number raises no question at all."""
    for other in kind.units:
        limits = kind.main.limits_in(other)
        if other.code == unit.code or limits.refuses(main) or limits.asks(main):
            continue
        if not _against_earlier(kind, other, other.canonical(main), earlier):
            return other
    return None


def _canonical(kind: Kind, unit: Unit, main: Any) -> float:
    if isinstance(main, (int, float)):
        return unit.canonical(main)
    low, high = kind.main.limits_in(kind.units[0]).refuse
    return low if main == "LO" else high


def _number(text: str, part: Part) -> float | int | None:
    if part.clock and (found := HOURS.fullmatch(text)):
        return _plain(int(found[1]) + int(found[2]) / 60)
    if part.thousands and THOUSANDS.fullmatch(text):
        text = "".join(letter for letter in text if letter.isdigit())
    if not NUMBER.fullmatch(text):
        return None
    number = _plain(float(text.replace(",", ".")))
    return None if part.whole and isinstance(number, float) else number


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else round(number, 4)
