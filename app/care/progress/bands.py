"""The target band of a measure: read from the words of the goal that the measured activity is for, else from the
limits that somebody set for this person. A usual limit is nobody's target, and is never drawn as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.care.progress.chart import Band
from app.care.progress.kinds import KINDS
from app.care.progress.limits import Limits
from app.models import PlanItem

NUMBER = r"(\d+(?:[.,]\d+)?)"
RANGE = re.compile(rf"{NUMBER}\s*(?:-|–|to|a)\s*{NUMBER}")
UNDER = re.compile(rf"(?:<|≤|under|below|less than|at most|up to|menos de|hasta|como máximo)\s*{NUMBER}")
BELOW_TWO = re.compile(
    rf"(?:<|≤|under|below|less than|at most|up to|menos de|por debajo de|hasta|como máximo)\s*{NUMBER}"
    rf"\s*(?:/|over|sobre|por)\s*{NUMBER}"
)
OVER = re.compile(rf"(?:>|≥|over|above|more than|at least|más de|al menos|como mínimo)\s*{NUMBER}")


def read(words: str) -> Band | None:
    """«70 to 130» is both ends, «under 140» and «at least 94» are one; anything else is no band. Never guessed."""
    said = words.strip().casefold()
    if found := RANGE.fullmatch(said):
        low, high = (float(number.replace(",", ".")) for number in found.groups())
        return (low, high) if low < high else None
    if found := UNDER.fullmatch(said):
        return None, float(found[1].replace(",", "."))
    if found := OVER.fullmatch(said):
        return float(found[1].replace(",", ".")), None
    return None


def read_two(words: str) -> tuple[float, float] | None:
    """«below 140 over 85», «under 130/80»: the upper end of both numbers; without such a word nothing."""
    found = BELOW_TWO.fullmatch(words.strip().casefold())
    return (float(found[1].replace(",", ".")), float(found[2].replace(",", "."))) if found else None


def of_goal(kind: str, unit: str, items: Sequence[PlanItem]) -> Band | None:
    """From the goal that an activity with this reading is for, when its target says a band in this unit.

    A target in another unit is no band: a changed number would not be the one that was agreed.
    """
    return next((band for words in _targets(kind, unit, items) if (band := read(words))), None)


def two_of_goal(kind: str, unit: str, items: Sequence[PlanItem]) -> tuple[float, float] | None:
    """The same for a reading of two numbers."""
    return next((two for words in _targets(kind, unit, items) if (two := read_two(words))), None)


def _targets(kind: str, unit: str, items: Sequence[PlanItem]) -> Iterator[str]:
    goals = {item.key: item.content for item in items if item.kind == "goal"}
    known = KINDS[kind].unit(unit)
    for item in items:
        goal = goals.get(str(item.content.get("goal_key") or ""))
        if item.kind != "activity" or item.content.get("measure") != kind or goal is None or known is None:
            continue
        said = str(goal.get("unit") or "").strip().casefold()
        if said in ("", str(known.shown).casefold(), known.code.casefold()):
            yield str(goal.get("target") or "")


EDGES = {
    "glucose": ("glucose_low", "glucose_high"), "oxygen": ("oxygen_from", "oxygen_to"), "sleep": ("sleep_short", ""),
}  # fmt: skip
"""Which limits are the lower and the upper end of a band."""


def of_limits(kind: str, unit: str, limits: Limits) -> Band | None:
    """From the person's own limits, in this unit; an end that is not their own is open."""
    known = KINDS[kind].unit(unit)
    if kind == "peak_flow":
        return _of_best(limits)
    low, high = (limits.at(name, known) if limits.is_own(name) else None for name in EDGES.get(kind, ("", "")))
    return None if low is None and high is None else (low, high)


def _of_best(limits: Limits) -> Band | None:
    """From the share of a best that a clinician set."""
    best = limits.at("peak_best")
    return None if best is None else (float(round(best * limits.must("peak_low") / 100)), None)


def two_of_limits(kind: str, limits: Limits) -> tuple[float, float] | None:
    """What both numbers of a pressure are to stay below as a mean, once one of them was set for this person."""
    names = ("bp_goal_upper", "bp_goal_lower")
    if kind != "blood_pressure" or not any(limits.is_own(name) for name in names):
        return None
    return limits.must(names[0]), limits.must(names[1])
