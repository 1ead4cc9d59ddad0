"""One person's year, day by day: measure, type, answer what the phone asks, and the nurse closes what was raised."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.year.model import DAYS, LEFT_OUT, MEASURES_AGAIN, MENDS, Person
from tests.support.year.phone import REFUSED, STORED, SURE, Line
from tests.support.year.typing import perhaps_mistyped, shift, values

FIRST = date(2026, 1, 5)
TIMES = {"blood_pressure": (time(7, 30), time(7, 32)), "glucose": (time(7, 0), time(18, 30))}
MORNING = (time(7, 15),)
NURSE, EVENING = time(10), time(20)


@dataclass
class Lived:
    """What came of it. ``asked_again``: how often the phone asked for a second reading a few minutes later."""

    person: Person
    lines: list[Line] = field(default_factory=list)
    readings: int = 0
    slips: int = 0
    asked_again: int = 0
    spoke: int = 0
    treated: int | None = None
    """Days from the onset to the day on which the team treated what was planted."""


def live(person: Person, phone: Any, days: int = DAYS, seed: int = 5, first: date = FIRST) -> Lived:
    """Live the year on this phone. The same person and seed type the same."""
    rng = random.Random(f"{seed}-{person.number}")
    zone = ZoneInfo(person.zone)
    lived = Lived(person)
    treated: date | None = None
    for n in range(days):
        today = first + timedelta(days=n)
        back = None if treated is None else float((today - treated).days)
        measured = [kind for kind in person.kinds if rng.random() >= LEFT_OUT]
        due = [(at, kind) for kind in measured for at in TIMES.get(kind, MORNING)]
        for is_morning in (True, False):
            for at, kind in due:
                if (at < NURSE) is is_morning:
                    moment = datetime.combine(today, at, zone).astimezone(UTC)
                    moved = shift(person.plant, kind, n - person.onset, back)
                    phone.due(moment)
                    _measure(rng, person, kind, moved, moment, phone, lived)
            treated = _nurse(person, phone, today, zone, treated, first, urgent=not is_morning)
    if treated is not None:
        lived.treated = (treated - first).days - person.onset
    lived.lines = list(phone.lines)
    return lived


def _measure(
    rng: random.Random, person: Person, kind: str, moved: float, at: datetime, phone: Any, lived: Lived
) -> None:
    """One reading, and once more a few minutes later if the phone asks for it."""
    for minutes in (0, 6):
        answer = _type(rng, person, kind, moved, at + timedelta(minutes=minutes), phone, lived)
        lived.spoke += bool(answer.flag)
        if not answer.again:
            return
        lived.asked_again += 1
        if rng.random() >= MEASURES_AGAIN:
            return


def _type(rng: random.Random, person: Person, kind: str, moved: float, at: datetime, phone: Any, lived: Lived) -> Any:
    true = values(rng, person, kind, moved)
    typed, slipped = perhaps_mistyped(rng, true)
    lived.readings += 1
    lived.slips += slipped
    phone.truth = (moved, slipped)
    answer = phone.write(kind, person.units[kind], typed, at)
    if answer.said == SURE and not (slipped and rng.random() < MENDS):
        answer = phone.write(kind, person.units[kind], typed, at, sure=True)
    elif answer.said != STORED:
        phone.truth = (moved, False)
        answer = phone.write(kind, person.units[kind], true, at)
        if answer.said == SURE:
            answer = phone.write(kind, person.units[kind], true, at, sure=True)
    assert answer.said in (STORED, REFUSED), answer
    return answer


def _nurse(
    person: Person, phone: Any, today: date, zone: ZoneInfo, treated: date | None, first: date, *, urgent: bool
) -> date | None:
    """Others than urgent lines are closed at ten on a working day after they were raised, urgent ones in the evening
    of the day; closing treats what was planted."""
    now = datetime.combine(today, EVENING if urgent else NURSE, zone).astimezone(UTC)
    for line in [one for one in phone.lines if one.closed_at is None and (one.band == "urgent") is urgent]:
        raised_on = line.raised_at.astimezone(zone).date()
        if not urgent and (raised_on >= today or today.weekday() >= 5):
            continue
        phone.close(line, now)
        seen = (line.last_at or line.raised_at).astimezone(zone).date() >= first + timedelta(days=person.onset)
        if person.plant and line.kind == person.plant.kind and seen and treated is None:
            treated = today
    return treated
