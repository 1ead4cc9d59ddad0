"""The target band of a measure: read from the words of the goal that the measured activity is for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.care.progress.chart import Band
from app.care.progress.kinds import KINDS
from app.models import PlanItem

NUMBER = r"(\d+(?:[.,]\d+)?)"
RANGE = re.compile(rf"{NUMBER}\s*(?:-|–|to|a)\s*{NUMBER}")
UNDER = re.compile(rf"(?:<|≤|under|below|less than|at most|up to|menos de|hasta|como máximo)\s*{NUMBER}")
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


def of_goal(kind: str, unit: str, items: Sequence[PlanItem]) -> Band | None:
    """From the goal that an activity with this reading is for, when its target says a band in this unit.

    A target in another unit is no band: a changed number would not be the one that was agreed.
    """
    goals = {item.key: item.content for item in items if item.kind == "goal"}
    known = KINDS[kind].unit(unit)
    for item in items:
        goal = goals.get(str(item.content.get("goal_key") or ""))
        if item.kind != "activity" or item.content.get("measure") != kind or goal is None or known is None:
            continue
        said = str(goal.get("unit") or "").strip().casefold()
        if said in ("", str(known.shown).casefold(), known.code.casefold()):
            return read(str(goal.get("target") or ""))
    return None
