"""Who lives the generated year: conditions, what they measure, how it varies, and what was planted. All of it stated.

Stable people vary around their own usual value, reading by reading and independently: weight SD 0.5 kg, pressure SD
8 over 5 mmHg, glucose 20 mg/dL, peak flow 5 % of the usual, oxygen 0.8 points, mood 1.5, pain 1, sleep 0.9 hours. One
value in 200 is mistyped. One reading in 10 that is due is not made. A planted deterioration is the only true one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

DAYS = 365
MISTYPED, LEFT_OUT = 1 / 200, 1 / 10
MENDS = 0.9
"""How often somebody who mistyped says "fix it" when the phone asks whether it is right."""
MEASURES_AGAIN = 0.8
"""How often somebody measures again a few minutes later when the phone asks for it."""
ZONES = ("America/New_York", "Europe/Madrid")
SD = {
    "weight": 0.5, "systolic": 8.0, "diastolic": 5.0, "glucose": 20.0, "peak_flow": 0.05, "oxygen": 0.8,
    "mood": 1.5, "pain": 1.0, "sleep": 0.9,
}  # fmt: skip


@dataclass(frozen=True)
class Plant:
    """A known truth. From ``onset`` the usual value of ``kind`` moves by ``a_day`` up to ``most`` in all (a share for
    peak flow). It is to be raised once, in ``band``, within ``days``; once the team has closed the line it goes back
    within ``back`` days."""

    name: str
    kind: str
    band: str
    days: int
    a_day: float
    most: float
    back: int


PLANTS = (
    Plant("weight up 0.8 kg a day (heart failure)", "weight", "soon", 6, 0.8, 4.0, 21),
    Plant("weight up 0.4 kg a day (heart failure)", "weight", "soon", 10, 0.4, 4.0, 21),
    Plant("weight down 0.4 kg a day", "weight", "soon", 10, -0.4, -4.0, 21),
    Plant("pressure up 26 in 13 days", "blood_pressure", "routine", 21, 2.0, 26.0, 21),
    Plant("pressure very high", "blood_pressure", "urgent", 3, 75.0, 75.0, 1),
    Plant("glucose low, again and again", "glucose", "soon", 4, -68.0, -68.0, 2),
    Plant("glucose very low", "glucose", "urgent", 3, -88.0, -88.0, 1),
    Plant("glucose high", "glucose", "soon", 4, 170.0, 170.0, 2),
    Plant("peak flow falls by 35 % in 3 days", "peak_flow", "soon", 6, -0.12, -0.35, 3),
    Plant("peak flow falls by 62 % in a day", "peak_flow", "urgent", 3, -0.62, -0.62, 1),
    Plant("oxygen falls by 3 in 3 days", "oxygen", "soon", 7, -1.0, -3.0, 3),
    Plant("oxygen very low", "oxygen", "urgent", 3, -9.0, -9.0, 1),
    Plant("mood falls by 6", "mood", "soon", 7, -6.0, -6.0, 7),
    Plant("pain rises by 4", "pain", "soon", 8, 4.0, 4.0, 7),
    Plant("short nights", "sleep", "routine", 9, -3.2, -3.2, 7),
)
MIX = {
    "heart failure": (0.22, ("weight",)),
    "high blood pressure": (0.26, ("blood_pressure",)),
    "diabetes": (0.20, ("glucose",)),
    "asthma": (0.08, ("peak_flow",)),
    "COPD, own range from 88": (0.08, ("oxygen",)),
    "lung, usual limits": (0.04, ("oxygen",)),
    "low mood": (0.06, ("mood", "sleep")),
    "pain": (0.06, ("pain",)),
}
"""Share of people, and what they measure: once a day, blood pressure as a pair each morning, glucose twice a day."""


@dataclass
class Person:
    """One of them. ``usual``: the true value of each part while nothing is wrong."""

    number: int
    condition: str
    kinds: tuple[str, ...]
    zone: str
    units: dict[str, str]
    usual: dict[str, float]
    own: dict[str, float] = field(default_factory=dict)
    plant: Plant | None = None
    onset: int = 0


def people(count: int, seed: int = 5) -> list[Person]:
    """The same people for the same seed. Two of 5 carry one planted deterioration, in turn."""
    rng = random.Random(seed)
    found = []
    turn: dict[str, int] = {}
    for number in range(count):
        condition = _condition(number, count)
        person = _person(rng, number, condition)
        fits = [plant for plant in PLANTS if plant.kind in person.kinds and _fits(plant, person)]
        at = turn.get(condition, 0)
        turn[condition] = at + 1
        if at % 5 < 2:
            person.plant = fits[(at // 5 * 2 + at % 5) % len(fits)]
            person.onset = rng.randrange(40, DAYS - 60)
        found.append(person)
    return found


def _condition(number: int, count: int) -> str:
    """By share, in turn, so that a small year has everybody."""
    place, upto = (number * 0.6180339887498949) % 1.0, 0.0
    for name, (share, _kinds) in MIX.items():
        upto += share
        if place < upto:
            return name
    return next(iter(MIX))


def _fits(plant: Plant, person: Person) -> bool:
    return not (plant.name.startswith("oxygen falls") and "oxygen_from" in person.own)


def _person(rng: random.Random, number: int, condition: str) -> Person:
    kinds = MIX[condition][1]
    usual = {
        "weight": min(max(rng.gauss(82, 14), 50), 130),
        "systolic": min(max(rng.gauss(122, 6), 114), 130), "diastolic": min(rng.gauss(74, 4), 80),
        "glucose": rng.uniform(130, 134), "peak_flow": rng.uniform(280, 560),
        "oxygen": rng.uniform(91, 93) if condition.startswith("COPD") else rng.uniform(97, 97.6),
        "mood": rng.uniform(5.5, 7.5), "pain": rng.uniform(2, 5), "sleep": rng.uniform(6.6, 7.8),
    }  # fmt: skip
    own = {"oxygen_from": 88.0, "oxygen_to": 97.0} if condition.startswith("COPD") else {}
    units = {
        "weight": rng.choice(("kg", "[lb_av]")), "glucose": rng.choice(("mg/dL", "mmol/L")),
        "blood_pressure": "mm[Hg]", "peak_flow": "L/min", "oxygen": "%", "mood": "{score}", "pain": "{score}",
        "sleep": "h",
    }  # fmt: skip
    return Person(number, condition, kinds, rng.choice(ZONES), units, usual, own)
