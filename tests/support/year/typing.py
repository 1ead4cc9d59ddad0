"""What somebody types: the true value with its noise, as a meter shows it in their unit, and now and then a slip."""

from __future__ import annotations

import random

from app.care.progress.kinds import KINDS
from tests.support.year.model import MISTYPED, SD, Person, Plant

LOWEST = {"oxygen": (60, 100), "mood": (0, 10), "pain": (0, 10), "sleep": (0, 20), "glucose": (20, 600)}


def shift(plant: Plant | None, kind: str, since: int, back_since: float | None) -> float:
    """How far the true value has moved, ``since`` days after the onset.

    ``back_since``: days since it was treated, from when on it grows no more and goes back.
    """
    if plant is None or plant.kind != kind or since < 0:
        return 0.0
    reached = plant.a_day * (since + 1 - int(back_since or 0))
    moved = min(reached, plant.most) if plant.most > 0 else max(reached, plant.most)
    if back_since is None:
        return moved
    return moved * max(0.0, 1 - back_since / plant.back)


def values(rng: random.Random, person: Person, kind: str, moved: float) -> dict[str, str]:
    """One reading as the meter shows it, in the person's unit."""
    if kind == "blood_pressure":
        upper = round(rng.gauss(person.usual["systolic"] + moved, SD["systolic"]))
        lower = round(rng.gauss(person.usual["diastolic"] + moved * 0.5, SD["diastolic"]))
        return {"systolic": str(max(upper, lower + 16)), "diastolic": str(lower)}
    usual = person.usual[kind]
    true = usual * (1 + moved) if kind == "peak_flow" else usual + moved
    spread = SD[kind] * usual if kind == "peak_flow" else SD[kind]
    if abs(moved) > 50 and kind == "glucose":
        spread = 4  # a true low or high, measured as well as a meter can
    low, high = LOWEST.get(kind, (0, 100_000))
    value = min(max(rng.gauss(true, spread), low), high)
    unit = KINDS[kind].unit(person.units[kind])
    assert unit is not None
    if kind == "sleep":
        return {kind: f"{value:.1f}"}
    shown = unit.of(value)
    whole = KINDS[kind].main.whole or unit.code == "mg/dL"
    return {kind: f"{shown:.0f}" if whole else f"{shown:.1f}"}


def perhaps_mistyped(rng: random.Random, typed: dict[str, str]) -> tuple[dict[str, str], bool]:
    """One value in 200 comes out wrong: a digit changed, doubled, left out or swapped, or the point forgotten."""
    found, slipped = dict(typed), False
    for name, text in typed.items():
        if rng.random() < MISTYPED:
            found[name] = slip(rng, text)
            slipped = slipped or found[name] != text
    return found, slipped


def slip(rng: random.Random, text: str) -> str:
    """One slip of the finger."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    sort = rng.choice(("change", "double", "leave out", "swap", "point"))
    place = rng.choice(places)
    if sort == "point" and "." in text:
        return text.replace(".", "")
    if sort == "double":
        return text[:place] + text[place] + text[place:]
    if sort == "leave out" and len(places) > 1:
        return (text[:place] + text[place + 1 :]).strip(".") or text
    if sort == "swap" and place + 1 < len(text) and text[place + 1].isdigit():
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + str(rng.randrange(10)) + text[place + 1 :]
