"""Count what the year came to: each planted truth raised once, in its band, in time; and how often noise spoke.

A line is about what was planted while the true value is moved, and for AFTER days more, in which a rule that looks
back still sees it. Once it is back, a value that was mistyped or is red by itself is noise; and so is a "gain" of
weight while what is left of the true gain goes back and is below the limit. Lines of noise count as such, whoever
they are about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from statistics import median

from app.care.progress.flags import FLAGS
from tests.support.year.live import FIRST, Lived, live
from tests.support.year.model import DAYS, PLANTS, Person, people
from tests.support.year.phone import Line, PurePhone

AFTER = 7
"""Days after the end of a planted deterioration in which a line about it is still the same story."""
A_NURSE = 40  # stable patients
OVERNIGHT = 0.9  # kg


@dataclass
class Truth:
    """One planted deterioration and the lines about it."""

    person: Person
    lines: list[Line]
    after: float | None

    @property
    def once(self) -> bool:
        return len(self.lines) == 1

    @property
    def in_band(self) -> bool:
        plant = self.person.plant
        return bool(self.lines) and plant is not None and self.lines[0].band_first == plant.band

    @property
    def is_red(self) -> bool:
        """Whether the reading that raised the first line was itself in the red: that never waits for a trend."""
        return bool(self.lines) and FLAGS[self.lines[0].flag].band == self.lines[0].band_first == "urgent"

    @property
    def in_time(self) -> bool:
        plant = self.person.plant
        return self.after is not None and plant is not None and self.after <= plant.days


@dataclass
class Year:
    """The result. ``noise``: lines about nothing, by condition; ``days``: days that people were stable."""

    count: int
    truths: list[Truth] = field(default_factory=list)
    noise: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    flags: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    without_asking: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    readings: int = 0
    slips: int = 0
    asked_again: int = 0
    spoke: int = 0

    def a_day(self, condition: str = "", twice: bool = True) -> float:
        """Lines a day that noise raises for 40 stable patients, of one condition or of the whole mix."""
        lines = self.noise if twice else self.without_asking
        if condition:
            return lines.get(condition, 0) / self.days[condition] * A_NURSE
        return sum(lines.values()) / sum(self.days.values()) * A_NURSE

    def text(self) -> str:
        """The report."""
        rows = [
            f"A generated year of {self.count} patients: {self.readings} readings, {self.slips} of them mistyped."
        ]
        rows.append("")
        rows.append(
            f"{'Planted':42} {'n':>3} {'once':>5} {'band':>5} {'in time':>8} {'days: median':>13}"
            f" {'last':>5} {'of':>3}"
        )
        for plant in PLANTS:
            found = [truth for truth in self.truths if truth.person.plant is plant]
            if not found:
                continue
            days = sorted(truth.after for truth in found if truth.after is not None)
            last, middle = (f"{days[-1]:.1f}", f"{median(days):.1f}") if days else ("-", "-")
            rows.append(
                f"{plant.name:42} {len(found):3} {sum(t.once for t in found):5} {sum(t.in_band for t in found):5} "
                f"{sum(t.in_time for t in found):8} {middle:>13} {last:>5} {plant.days:3}"
            )
        rows += ["", *self._others()]
        rows += ["", "Lines a day that noise raises for one nurse with 40 stable patients (limit: below 1)"]
        rows.append(f"{'Patients':42} {'asked twice':>12} {'if not':>8}")
        for condition in self.days:
            name = f"40 with {condition}"
            rows.append(f"{name:42} {self.a_day(condition):12.2f} {self.a_day(condition, twice=False):8.2f}")
        rows.append(f"{'40 of the mix':42} {self.a_day():12.2f} {self.a_day(twice=False):8.2f}")
        rows.append("")
        rows.append("By flag: " + ", ".join(f"{name} {n}" for name, n in sorted(self.flags.items())))
        rows.append(
            f"The phone spoke about {self.spoke} readings and asked for a second one a few minutes later "
            f"{self.asked_again} times."
        )
        return "\n".join(rows) + "\n"

    def total(self) -> str:
        """All that was planted, in one sentence."""
        all_ = self.truths
        return (
            f"all {len(all_)}: raised {sum(bool(t.lines) for t in all_)}, once {sum(t.once for t in all_)}, "
            f"in the band {sum(t.in_band for t in all_)}, in time {sum(t.in_time for t in all_)}."
        )

    def _others(self) -> list[str]:
        """What was not once, in its band and in time, one by one."""
        rows = [self.total().capitalize()]
        for truth in self.truths:
            if truth.once and truth.in_band and truth.in_time:
                continue
            lines = [
                f"day {_days(truth.person, line):.1f} {line.band_first} {line.flag} {line.way}".strip()
                for line in truth.lines
            ]
            rows.append(f"  no. {truth.person.number}, {truth.person.plant and truth.person.plant.name}: "
                        + ("; ".join(lines) or "not raised"))  # fmt: skip
        return rows


def year(count: int, seed: int = 5, compare: bool = True) -> Year:
    """Live it, through the pure rules. ``compare``: also count the lines if no flag waited for a second reading."""
    found = Year(count)
    for person in people(count, seed):
        _count(found, live(person, PurePhone(person.zone, person.own), DAYS, seed))
        if compare and person.plant is None:
            again = live(person, PurePhone(person.zone, person.own, twice=False), DAYS, seed)
            found.without_asking[person.condition] += len(again.lines)
    if compare:  # only people without a plant were lived twice: counted to the same number of days
        for condition in found.days:
            stable = sum(p.plant is None for p in people(count, seed) if p.condition == condition)
            share = found.days[condition] / (stable * DAYS) if stable else 0
            found.without_asking[condition] = round(found.without_asking[condition] * share)
    return found


def _count(found: Year, lived: Lived) -> None:
    person = lived.person
    found.readings += lived.readings
    found.slips += lived.slips
    found.asked_again += lived.asked_again
    found.spoke += lived.spoke
    theirs: list[Line] = []
    stable = DAYS
    if person.plant is not None:
        theirs = [line for line in lived.lines if line.kind == person.plant.kind and _about(lived, line)]
        after = _days(person, theirs[0]) if theirs else None
        found.truths.append(Truth(person, theirs, after))
        stable -= person.plant.days + person.plant.back + AFTER
    for line in lived.lines:
        if line not in theirs:
            found.noise[person.condition] += 1
            found.flags[line.flag] += 1
    found.days[person.condition] += stable


def _onset(person: Person) -> datetime:
    return datetime.combine(FIRST + timedelta(days=person.onset), time(0))


def _days(person: Person, line: Line) -> float:
    """Days from the onset to the line; to its repeat for one that was open before."""
    days = (line.raised_at.replace(tzinfo=None) - _onset(person)).total_seconds() / 86400
    if days < 0 and line.last_at is not None:
        days = (line.last_at.replace(tzinfo=None) - _onset(person)).total_seconds() / 86400
    return days


def _about(lived: Lived, line: Line) -> bool:
    person = lived.person
    plant = person.plant
    assert plant is not None
    until = (plant.days if lived.treated is None else lived.treated) + plant.back + AFTER
    if not 0 <= _days(person, line) <= until:
        return False
    if line.moved == 0 and (line.slipped or FLAGS[line.flag].band == "urgent"):
        return False
    going_back = lived.treated is not None and _days(person, line) >= lived.treated + 1
    same_way = line.way == ("gain" if plant.most > 0 else "loss")
    return not (plant.kind == "weight" and going_back and same_way and abs(line.moved) < OVERNIGHT)
