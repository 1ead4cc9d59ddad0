"""A limit as somebody types it, for one person or for the practice: is it a number, in a unit, where it may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.care.limits import PAGE, too_long
from app.care.progress import limit_words
from app.care.progress.kinds import Unit
from app.care.progress.limits import LIMITS, LimitKind, Limits
from app.errors import Invalid
from app.i18n import LazyText, format_number
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l

NUMBER = re.compile(r"\d{1,4}([.,]\d{1,2})?")
ORDER = (
    ("glucose_very_low", "glucose_low"), ("glucose_low", "glucose_high"), ("bp_low", "bp_goal_upper"),
    ("bp_goal_upper", "bp_crisis_upper"), ("bp_goal_lower", "bp_crisis_lower"), ("pulse_low", "pulse_high"),
    ("weight_day", "weight_week"), ("peak_very_low", "peak_low"), ("oxygen_from", "oxygen_to"),
    ("oxygen_very_low", "oxygen_ring"),
)  # fmt: skip
"""Pairs of which the first must be the smaller number."""

Wrong = dict[str, Any]


@dataclass(frozen=True)
class Typed:
    """What a form sent: ``value`` as typed, in ``unit`` (a code; empty: the first one), and why."""

    value: str
    unit: str
    why: str


def read(
    known: LimitKind, typed: Typed, limits: Callable[[], Limits], *, no_why: LazyText, longest: int = PAGE,
    also: Callable[[Unit, float], Wrong] | None = None,
) -> tuple[float, str, str]:  # fmt: skip
    """The number, the code of its unit, and why. Raises ``Invalid`` naming "value", "unit" or "why".

    ``limits``: what holds beside it. ``also``: what else may be wrong with a number that is in range.
    """
    wrong: Wrong = {}
    why = typed.why.strip()
    unit = next((one for one in known.units if one.code == (typed.unit or known.units[0].code)), None)
    number = number_of(typed.value)
    if unit is None:
        wrong["unit"] = _l("Choose a unit.")
    elif number is None:
        wrong["value"] = _l("Write a number.")
    else:
        wrong |= out_of_range(limits(), known, unit, number) or (also(unit, number) if also else {})
    if problem := too_long(why, longest) if why else no_why:
        wrong["why"] = problem
    if wrong or unit is None or number is None:
        raise Invalid(fields=wrong)
    return number, unit.code, why


def number_of(text: str) -> float | None:
    """The number that was typed, with point or comma; None when it is none."""
    text = text.strip()
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def out_of_range(limits: Limits, known: LimitKind, unit: Unit, number: float) -> dict[str, Any]:
    """What is wrong with "value": outside what may be set, or on the wrong side of its neighbour in ``limits``."""
    low, high = (edge / unit.factor if known.change else unit.of(edge) for edge in known.between)
    if not round(low, 1) <= number <= round(high, 1):
        return {
            "value": _(
                "Write a number from %(low)s to %(high)s %(unit)s.",
                low=format_number(round(low, 1)),
                high=format_number(round(high, 1)),
                unit=unit.shown,
            )
        }
    at = None if known.percent else unit
    for smaller, larger in ORDER:
        other = larger if known.name == smaller else smaller if known.name == larger else ""
        value = limits.at(other, at) if other else None
        if value is not None and not (number < value if other == larger else number > value):
            facts = {"value": limit_words.amount(known, value, unit.code), "other": LIMITS[other].words}
            is_smaller = other == larger
            below = _("This must be below %(value)s (%(other)s).", **facts)
            return {"value": below if is_smaller else _("This must be above %(value)s (%(other)s).", **facts)}
    return {}
