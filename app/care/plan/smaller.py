"""Making something smaller: half the time, or on fewer days (P3). Plain arithmetic on an activity's content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import rhythm
from app.i18n import _

AMOUNT = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Offer:
    """One way to make it smaller: its name in a form, what it says, and the fields that would be others."""

    name: str
    words: str
    content: dict[str, Any]


def offers(content: Mapping[str, Any]) -> list[Offer]:
    """Half the time and half the days, where the line says how much; none when it does not."""
    found = []
    if half := _half_the_time(content):
        found.append(Offer("time", _("Half of it: %(amount)s", amount=half.pop("said")), half))
    if fewer := _fewer_days(content):
        found.append(Offer("days", _("On fewer days: %(days)s", days=rhythm.in_words(fewer)), fewer))
    return found


def _half_the_time(content: Mapping[str, Any]) -> dict[str, Any]:
    """The first number of the words halved, and the minutes; the way a person reads both stays the same."""
    words, minutes = str(content.get("how_much") or ""), content.get("minutes")
    found: dict[str, Any] = {}
    match = AMOUNT.search(words)
    if match and int(match.group()) >= 2:
        found["how_much"] = AMOUNT.sub(str(int(match.group()) // 2), words, count=1)
    if isinstance(minutes, int) and minutes >= 2:
        found["minutes"] = minutes // 2
        if not words:
            found["how_much"] = _("%(n)s minutes", n=minutes // 2)
    return {**found, "said": found.get("how_much", "")} if found.get("how_much") else {}


def _fewer_days(content: Mapping[str, Any]) -> dict[str, Any]:
    """Every second day of those that it is for, with rest between. Nothing for what is not of each week."""
    if content.get("every"):
        return {}
    days = list(content.get("days") or range(7))
    return {"days": days[::2]} if len(days) > 1 else {}
