"""Which flag a reading raises, from its values and the readings before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any

from app.care.progress.flags import FLAGS, SECOND_IN_7_DAYS
from app.care.progress.reading import Reading
from app.models import Measurement

WEEK = timedelta(days=7)
GLUCOSE = {"mg/dL": (54, 70, 250), "mmol/L": (3.0, 3.9, 13.9)}
WEIGHT = {"kg": (0.9, 2.3), "[lb_av]": (2.0, 5.0)}
BEST_NEEDS = 5  # readings before "the best" means anything [own]


def flag_for(
    reading: Reading,
    at: datetime,
    before: Sequence[Measurement],
    *,
    best: float | None = None,
    asked_for: bool = False,
) -> str | None:
    """Name of the flag, or None. ``before``: readings of this kind in the 10 days before ``at``, newest first.

    ``at`` is in the person's zone, because some rules count their days.
    ``best``: the best peak flow so far (None before there were five). ``asked_for``: the plan asks for this kind.
    """
    if reading.kind.name == "peak_flow":
        return _against_best(reading, best)
    if reading.kind.name == "weight" and not asked_for:
        return None
    rule = RULES.get(reading.kind.name)
    return rule(reading, at, before) if rule else None


def band_of(flag: str | None, at: datetime, before: Sequence[Measurement]) -> str | None:
    """In which band the team hears of it; None when only the phone speaks."""
    if flag is None:
        return None
    if flag in SECOND_IN_7_DAYS:
        lows = {flag, "glucose_very_low"} if flag == "glucose_low" else {flag}
        again = any(row.flag in lows and at - row.happened_at <= WEEK for row in before)
        return SECOND_IN_7_DAYS[flag] if again else None
    return FLAGS[flag].band


def _blood_pressure(reading: Reading, at: datetime, before: Sequence[Measurement]) -> str | None:
    values = reading.values
    if values["systolic"] >= 180 or values["diastolic"] >= 120:
        return "bp_crisis"
    if values["systolic"] <= 90:
        return "bp_low"
    if "pulse" in values and not 45 <= values["pulse"] <= 120:
        return "pulse"
    return "bp_mean" if _mean_is_high(values, at, before) else None


def _mean_is_high(values: dict[str, Any], at: datetime, before: Sequence[Measurement]) -> bool:
    rows = [row for row in before if at - row.happened_at <= WEEK]
    readings = [(at, values), *((row.happened_at, row.values) for row in rows)]
    by_day: dict[date, int] = {}
    for moment, _values in readings:
        day = moment.astimezone(at.tzinfo).date()
        by_day[day] = by_day.get(day, 0) + 1
    if len(readings) < 12 or sum(count >= 2 for count in by_day.values()) < 4:
        return False
    upper = mean(v["systolic"] for _at, v in readings)
    lower = mean(v["diastolic"] for _at, v in readings)
    return upper >= 135 or lower >= 85


def _glucose(reading: Reading, at: datetime, before: Sequence[Measurement]) -> str | None:
    value = reading.values["glucose"]
    if value in ("LO", "HI"):
        return "glucose_very_low" if value == "LO" else "glucose_high"
    very_low, low, high = GLUCOSE[reading.unit.code]
    if value < very_low:
        return "glucose_very_low"
    if value < low:
        return "glucose_low"
    return "glucose_high" if value > high else None


def _weight(reading: Reading, at: datetime, before: Sequence[Measurement]) -> str | None:
    unit = reading.unit
    day, week = WEIGHT[unit.code]
    now = reading.values["weight"]
    for row in before:
        then, ago = round(row.canonical / unit.factor, 1), at - row.happened_at
        change = round(abs(now - then), 2)
        if timedelta(hours=12) <= ago <= timedelta(hours=36) and change >= day:
            return "weight_day"
        if timedelta(hours=36) < ago <= WEEK + timedelta(hours=12) and change >= week:
            return "weight_week"
    return None


def _against_best(reading: Reading, best: float | None) -> str | None:
    if best is None:
        return None
    share = reading.canonical / best
    if share < 0.5:
        return "peak_very_low"
    return "peak_low" if share < 0.8 else None


def _pain(reading: Reading, at: datetime, before: Sequence[Measurement]) -> str | None:
    by_day: dict[date, float] = {}
    for row in before:
        day = row.happened_at.astimezone(at.tzinfo).date()
        if day != at.date():
            by_day.setdefault(day, row.canonical)
    days = sorted(by_day, reverse=True)
    if len(days) < 3:
        return None
    base = by_day[days[2]]
    recent = (reading.canonical, by_day[days[0]], by_day[days[1]])
    return "pain_rise" if min(recent) >= base + 2 else None


def _mood(reading: Reading, at: datetime, before: Sequence[Measurement]) -> str | None:
    low = sum(row.canonical <= 2 and at - row.happened_at <= WEEK for row in before)
    return "mood_low" if reading.canonical <= 2 and low >= 2 else None


RULES = {"blood_pressure": _blood_pressure, "glucose": _glucose, "weight": _weight, "pain": _pain, "mood": _mood}
