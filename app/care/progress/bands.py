"""The target band of a measure: read from the words of the goal that the measured activity is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.care.progress.chart import Band
from app.care.progress.kinds import KINDS
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
