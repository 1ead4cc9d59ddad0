"""What a whole plan asks of one week: minutes, money, trips and tasks, by whose part (B10, G8). Plain arithmetic.

A line without numbers is "not known" and is counted as such: a sum never pretends to be whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.care.plan.kinds import rhythm
from app.care.plan.sections import PATIENT
from app.models import PlanItem

MEASURES = ("minutes", "money", "trips", "tasks")
WEEKS_IN_A_MONTH = 52 / 12
WEEKS = {"day": 1 / 7, "week": 1.0, "month": WEEKS_IN_A_MONTH, "year": 52.0}
"""How many weeks an amount of money lasts; any other word is "not known"."""
COUNTED = ("activity", "follow_up", "treatment", "community_resource")
"""Kinds that ask something of a week. A trial asks nothing itself: the line that it tries does."""
GOING = ("starts", "going")
"""A service counts from when it is set up until it has ended."""


@dataclass(frozen=True)
class Load:
    """One line in one week; None where nobody said. Minutes hold the way there and back."""

    item: PlanItem
    minutes: float | None = None
    money: float | None = None
    trips: float | None = None
    tasks: float | None = None


@dataclass(frozen=True)
class Sum:
    """What is known added up, and how many lines are not in it because nobody said."""

    value: float = 0
    unknown: int = 0

    @property
    def is_whole(self) -> bool:
        return self.unknown == 0

    def plus(self, number: float | None) -> Sum:
        """With one more line."""
        return Sum(self.value, self.unknown + 1) if number is None else Sum(self.value + number, self.unknown)


@dataclass(frozen=True)
class Burden:
    """Every line that counts, with the sums of one owner's part or of all."""

    loads: list[Load]
    sums: dict[str, Sum] = field(default_factory=dict)


def load(item: PlanItem, of_person: bool = True) -> Load:
    """What one line asks of a week; of the person, or else of the one who owns it.

    Something the person does is for its days, or for every day. Something a member of the team does, and a
    follow-up, happens once in its window, unless it names days.
    """
    content = item.content
    times = times_a_week(item)
    each = _number(content.get("minutes"))
    way = _number(content.get("travel_minutes"))
    minutes = None if each is None or times is None else (each + (way or 0)) * times
    money = _money(content)
    trips = _trips(item, way, times) if of_person or item.kind != "follow_up" else 0
    return Load(item, minutes, money, trips, times)


def times_a_week(item: PlanItem) -> float | None:
    """How often a week; None when nobody said. Once in a window of 4 weeks is a quarter of a time a week."""
    content = item.content
    if content.get("days") or content.get("every") or (item.kind == "activity" and item.owner == PATIENT):
        return rhythm.a_week(content) * rhythm.times(content)
    if item.kind in ("activity", "follow_up"):
        window = (item.ends_on - item.starts_on).days + 1
        return min(1.0, 7 / window) if window > 0 else 1.0
    return _number(content.get("times_a_week"))


def counts(item: PlanItem) -> bool:
    """Whether this line asks anything of a week."""
    is_going = item.kind != "community_resource" or item.content.get("state") in GOING
    return item.kind in COUNTED and is_going


def _money(content: dict[str, Any]) -> float | None:
    """Money a week: what a month costs, or an amount with what it is for (a treatment says "per week" or others)."""
    cost = _number(content.get("cost"))
    cost = _number(content.get("cost_amount")) if cost is None else cost
    weeks = WEEKS.get(content.get("cost_per", "month"))
    return None if cost is None or weeks is None else cost / weeks


def _whose(item: PlanItem) -> tuple[str, ...]:
    """Whose week it is in: a visit is somebody else's to offer and the person's trip; a treatment is their own."""
    if item.kind in ("treatment", "community_resource"):
        return (PATIENT,)
    return (item.owner, PATIENT) if _is_visit(item) and item.owner != PATIENT else (item.owner,)


def _is_visit(item: PlanItem) -> bool:
    return item.kind == "follow_up" and item.content.get("how") == "visit"


def _trips(item: PlanItem, way: float | None, times: float | None) -> float | None:
    if item.kind == "follow_up":
        return times if _is_visit(item) else 0
    if way is None or times is None:
        return None
    return times if way > 0 else 0


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def of(items: Iterable[PlanItem], owner: str | None = None) -> Burden:
    """Lines that count and their sums, of one owner or of everybody."""
    counted = [item for item in items if counts(item)]
    loads = [load(item, owner in (None, PATIENT)) for item in counted if owner is None or owner in _whose(item)]
    sums = {name: Sum() for name in MEASURES}
    for each in loads:
        sums = {name: sums[name].plus(getattr(each, name)) for name in MEASURES}
    return Burden(loads, sums)


def by_owner(items: Iterable[PlanItem]) -> dict[str, Burden]:
    """Each owner's part; the person's own comes first, the others in the order of the plan."""
    counted = [item for item in items if counts(item)]
    owners = dict.fromkeys(owner for item in counted for owner in _whose(item))
    return {owner: of(counted, owner) for owner in sorted(owners, key=lambda each: each != PATIENT)}


def over(known: Sum, possible: float | None) -> bool | None:
    """Whether what is known is more than what is possible. None when the person named no number."""
    return None if possible is None else known.value > possible
