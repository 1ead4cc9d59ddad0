"""What the person did with one activity: day by day over the last week, and in blocks of seven days over a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.care.plan.kinds import activity, rhythm
from app.care.plan.sections import PATIENT
from app.care.progress.chart import Line, Spot, draw
from app.models import PlanItem

DAYS = 7
DID, PARTLY, NOT, PAUSED, OPEN, OFF = "did", "partly", "not", "paused", "open", "off"
"""What a day was: ``OPEN`` was for it and has nothing written down; ``OFF`` was not for it."""
Outcomes = dict[tuple[str, date], str]
"""The newest outcome of each item key and day; a day with the reading that an activity asks for is done."""


@dataclass(frozen=True)
class Week:
    """One activity over the last seven days, oldest first: on how many of its days it was done, or partly."""

    item: PlanItem
    days_were: tuple[tuple[date, str], ...]
    did: int
    partly: int
    days: int
    """Days it was for, without those of a pause."""


@dataclass(frozen=True)
class Block:
    """Seven days of one activity. ``done``: days on which it was done, all or in part; None: nothing was written."""

    last: date
    done: int | None
    partly: int
    planned: int
    paused: bool
    since: date | None = None
    """The day on which the activity began, when that was within these seven days."""


@dataclass(frozen=True)
class Course:
    """One activity over a time: blocks, newest first, and the drawing of them."""

    item: PlanItem
    blocks: list[Block]
    line: Line | None

    @property
    def planned(self) -> int:
        """Days in seven that the plan says."""
        return rhythm.in_seven(self.item.content)

    @property
    def written(self) -> list[int]:
        """Done days of the blocks that have something written down, newest first."""
        return [block.done for block in self.blocks if block.done is not None]

    @property
    def silent(self) -> int:
        """Blocks with nothing written down that were not paused."""
        return sum(1 for block in self.blocks if block.done is None and not block.paused)


def own(items: Iterable[PlanItem]) -> list[PlanItem]:
    """What the person does themselves."""
    return [item for item in items if item.kind == "activity" and item.owner == PATIENT]


def day_was(item: PlanItem, day: date, outcomes: Outcomes, paused: set[date]) -> str:
    """What one day of an activity was."""
    outcome = outcomes.get((item.key, day))
    if outcome in (DID, PARTLY):
        return outcome
    if day in paused:
        return PAUSED
    if outcome is not None:
        return NOT
    in_window = item.starts_on <= day <= item.ends_on
    return OPEN if in_window and activity.is_for(item.content, day) else OFF


def weeks(items: Iterable[PlanItem], outcomes: Outcomes, today: date, paused: set[date]) -> list[Week]:
    """The person's own activities that were for at least one of the last seven days, today included."""
    last = [today - timedelta(days=n) for n in reversed(range(DAYS))]
    found = []
    for item in own(items):
        were = tuple((day, day_was(item, day, outcomes, paused)) for day in last)
        states = [state for _day, state in were]
        counted = [state for state in states if state in (DID, PARTLY, NOT, OPEN)]
        if counted or PAUSED in states:
            found.append(Week(item, were, states.count(DID), states.count(PARTLY), len(counted)))
    return found


def course(
    item: PlanItem, outcomes: Outcomes, today: date, days: int, paused: set[date],
    rests: list[tuple[datetime, datetime]], zone_start: datetime,
) -> Course:  # fmt: skip
    """Blocks of seven days back from today over ``days``, none before the activity began. ``zone_start``: a moment
    of the first day, whose zone the drawing uses."""
    blocks = []
    for n in range(days // DAYS):
        last = today - timedelta(days=n * DAYS)
        span = [last - timedelta(days=each) for each in range(DAYS)]
        if last < item.starts_on:
            break
        states = [day_was(item, day, outcomes, paused) for day in span]
        done = states.count(DID) + states.count(PARTLY)
        said = done or NOT in states
        since = item.starts_on if item.starts_on > last - timedelta(days=DAYS - 1) else None
        planned = sum(1 for state in states if state not in (OFF, PAUSED))
        blocks.append(Block(last, done if said else None, states.count(PARTLY), planned, PAUSED in states, since))
    zone = zone_start.tzinfo
    marks = [
        Spot(datetime.combine(b.last, time(12), zone), (None if b.done is None else float(b.done),)) for b in blocks
    ]
    made = Course(item, blocks, None)
    line = draw(
        marks, first=zone_start, last=datetime.combine(today, time(23, 59), zone), gap=timedelta(days=DAYS, hours=2),
        band=(float(made.planned), float(DAYS)), ends=(0.0, float(DAYS)), rests=rests,
    )  # fmt: skip
    return Course(item, blocks, line)
