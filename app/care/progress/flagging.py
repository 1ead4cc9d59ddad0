"""Which flag a reading raises and in which band, from its values, the readings before it and what holds.

Pure: no database. Refusing and asking back is the business of reading.py; here everything is stored already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any

from app.care.plan.kinds.zone_parts import WATCH
from app.care.progress import zones
from app.care.progress.flags import FLAGS
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS, Unit
from app.care.progress.past import Past, day_of, then, usual, wall_before, within
from app.care.progress.quiet import alike, is_news, is_quiet, is_way_back
from app.care.progress.reading import Reading
from app.care.progress.zones import Zone

WEEK = timedelta(days=7)
NIGHT, DAY_AND_A_HALF = timedelta(hours=12), timedelta(hours=36)
PAIRED_DAYS, FOR_A_MEAN = 4, 12
OXYGEN_FLOOR = 80
"""At or below this it is very low whatever somebody's own range is [own]."""
OXYGEN_DROP = 3
SHORT_NIGHTS = 4
RANK = {"urgent": 0, "soon": 1, "routine": 2, None: 3}
ZONE_BANDS = {"now": "urgent", "watch": "soon", "change": "soon"}
ZONE_FLAGS = {"now": "zone_now", "watch": "zone_watch", "change": "zone_change"}
BY_DEVICE = ("blood_pressure", "glucose", "peak_flow", "oxygen", "temperature")
"""Kinds that a second reading a few minutes later says more about; weight waits for the next morning."""
SOON_AGAIN, TWO_MORNINGS = timedelta(minutes=30), timedelta(hours=54)


@dataclass(frozen=True)
class Verdict:
    """``band``: in which the team hears of it, None for the phone alone. ``again``: the flag waits that long for a
    second reading. ``zone``: the number of the person's own plan that was reached. ``against``: the canonical
    value that a change was measured from; ``began``: where a weight was a week before."""

    flag: str | None = None
    band: str | None = None
    again: timedelta | None = None
    zone: Zone | None = None
    against: float | None = None
    began: float | None = None

    @property
    def alarms(self) -> bool:
        """Whether an old reading is asked about first."""
        return bool(self.flag and (self.band or FLAGS[self.flag].emergency))


def judge(reading: Reading, at: datetime, before: Sequence[Past], holding: Holding) -> Verdict:
    """What a reading means. ``before``: readings of this kind in the 10 days before ``at``, newest first.

    ``at`` is in the person's zone, because days and "the same hour a week ago" are those of their clock.
    """
    rule = RULES.get(reading.kind.name)
    new = [row for row in before if holding.seen_at is None or row.happened_at > holding.seen_at]
    flag, band, against = rule(reading, at, before, new, holding) if rule else (None, None, None)
    way = way_of(reading, against)
    if band != "urgent" and is_quiet(flag, at, holding, way) and not is_news(flag, against, reading, before, holding):
        band = None
    zone, from_ = zones.hit(holding.zones, reading, at, before, holding.best)
    again = FLAGS[flag].again if flag and band else None
    stands = bool(band) and again is None
    began = then(before, at) if reading.kind.name == "weight" else None
    if zone is None:
        return Verdict(flag, band, again, None, against, began)
    zone_band = None if zone.band != "now" and is_quiet(None, at, holding) else ZONE_BANDS[zone.band]
    flag = flag or ZONE_FLAGS[zone.band]
    band = min(band, zone_band, key=lambda name: RANK[name])
    again = None if stands or band in (None, "urgent") else again or wait_for(reading.kind.name)
    return Verdict(flag, band, again, zone, against if against is not None else from_, began)


def wait_for(kind: str) -> timedelta | None:
    """How long a flag of the person's own "take care" band waits for a second reading of this kind."""
    if kind == "weight":
        return TWO_MORNINGS
    return SOON_AGAIN if kind in BY_DEVICE else None


def way_of(reading: Reading, against: float | None) -> str:
    """Of a change of weight: "gain" or "loss"; nothing for everything else."""
    if against is None or reading.kind.name != "weight":
        return ""
    return "gain" if reading.canonical > against else "loss"


Found = tuple[str | None, str | None, float | None]
"""Flag, band, and what a change was measured from."""
NOTHING: Found = (None, None, None)


def _flagged(name: str, against: float | None = None) -> Found:
    return name, FLAGS[name].band, against


def _blood_pressure(
    reading: Reading, at: datetime, before: Sequence[Past], new: Sequence[Past], holding: Holding
) -> Found:
    values, must = reading.values, holding.limits.must
    if values["systolic"] >= must("bp_crisis_upper") or values["diastolic"] >= must("bp_crisis_lower"):
        return _flagged("bp_crisis")
    if "pulse" in values and not must("pulse_low") <= values["pulse"] <= must("pulse_high"):
        return _flagged("pulse")  # the team hears of it, so a low pressure beside it must not hide it
    if values["systolic"] <= must("bp_low"):
        return _flagged("bp_low")
    average = _high_mean(values, at, new, holding)
    if average is not None:
        return _flagged("bp_mean", average)  # the phone asks about an irregular beat beside it: flags.spoken
    return _flagged("irregular") if values.get("irregular") == "yes" else NOTHING


def _high_mean(values: dict[str, Any], at: datetime, new: Sequence[Past], holding: Holding) -> float | None:
    """The upper number of a mean that is too high, else None.

    The mean of at least 12 readings of 7 days, paired (two or more) on at least 4 of them.
    """
    rows = within(new, at, WEEK)
    by_day: dict[date, int] = {at.date(): 1}
    for row in rows:
        day = day_of(row, at)
        by_day[day] = by_day.get(day, 0) + 1
    if len(rows) + 1 < FOR_A_MEAN or sum(count >= 2 for count in by_day.values()) < PAIRED_DAYS:
        return None
    readings = [values, *(row.values for row in rows)]
    upper, lower = mean(v["systolic"] for v in readings), mean(v["diastolic"] for v in readings)
    is_high = upper >= holding.limits.must("bp_goal_upper") or lower >= holding.limits.must("bp_goal_lower")
    return round(upper, 1) if is_high else None


def _glucose(reading: Reading, at: datetime, before: Sequence[Past], new: Sequence[Past], holding: Holding) -> Found:
    sort = _sort_of_glucose(reading.values["glucose"], reading.unit, holding)
    if sort in (None, "glucose_very_low"):
        return _flagged(sort) if sort else NOTHING
    lows = {"glucose_low", "glucose_very_low"} if sort == "glucose_low" else {sort}
    counted = new if alike(str(sort), holding.seen_flag) else before
    kind = KINDS["glucose"]
    again = any(
        _sort_of_glucose(row.values.get("glucose"), kind.unit(row.unit) or kind.units[0], holding) in lows
        for row in within(counted, at, WEEK)
    )
    return sort, "soon" if again else None, None


def _sort_of_glucose(value: Any, unit: Unit, holding: Holding) -> str | None:
    if value in ("LO", "HI"):
        return "glucose_very_low" if value == "LO" else "glucose_high"
    limits = holding.limits
    if value < limits.must("glucose_very_low", unit):
        return "glucose_very_low"
    if value < limits.must("glucose_low", unit):
        return "glucose_low"
    return "glucose_high" if value > limits.must("glucose_high", unit) else None


def _weight(reading: Reading, at: datetime, before: Sequence[Past], _new: Sequence[Past], holding: Holding) -> Found:
    """Both ways, in the unit that was typed; only for somebody whose plan asks for weight or who has own limits."""
    if not holding.asked_for or _comes_back(reading, at, before, holding):
        return NOTHING
    unit, limits = reading.unit, holding.limits
    now, seen = reading.values["weight"], holding.seen_at
    day, in_a_week = limits.must("weight_day", unit), limits.must("weight_week", unit)
    for row in before:
        if seen is not None and row.happened_at < seen - timedelta(days=1):
            break
        change = round(now - unit.of(row.canonical), 2)
        way = "gain" if change > 0 else "loss"
        back = is_way_back(way, reading, at, holding)
        overnight = wall_before(at, DAY_AND_A_HALF) <= row.happened_at <= wall_before(at, NIGHT)
        week = wall_before(at, WEEK + NIGHT) <= row.happened_at < wall_before(at, DAY_AND_A_HALF)
        a_lot = abs(change) >= (in_a_week if back else day)  # as much as in a week, in a night: never expected
        if overnight and a_lot and not _own(holding, way, most_days=2):
            return _flagged("weight_day", row.canonical)
        if week and abs(change) >= in_a_week and not back and not _own(holding, way, least_days=3):
            return _flagged("weight_week", row.canonical)
    return NOTHING


def _own(holding: Holding, way: str, *, least_days: int = 1, most_days: int = 99) -> bool:
    """Whether the person's own checked plan has a number of this kind: then the usual one is silent."""
    spans = [zone for zone in holding.zones if least_days <= zone.days <= most_days]
    return zones.covers(spans, "weight", way, band=WATCH)


def _comes_back(reading: Reading, at: datetime, before: Sequence[Past], holding: Holding) -> bool:
    """The way back from a jump that was asked about: close to the usual weight, and closer than the one before."""
    if not before or before[0].flag not in ("weight_day", "weight_week"):
        return False
    middle = usual(before, at)
    if middle is None:
        return False
    now, last = abs(reading.canonical - middle), abs(before[0].canonical - middle)
    return now < last and now < holding.limits.must("weight_day", KINDS["weight"].units[0])


def _peak_flow(
    reading: Reading, at: datetime, before: Sequence[Past], new: Sequence[Past], holding: Holding
) -> Found:
    if holding.best is None:
        return NOTHING
    low, very_low = holding.limits.must("peak_low"), holding.limits.must("peak_very_low")
    share = _share(reading.canonical, holding.best)
    if share < very_low:
        return _flagged("peak_very_low")
    if share >= low or zones.covers(holding.zones, "peak_flow", "below", "of_best_below", band=WATCH):
        return NOTHING
    others = {day_of(row, at) for row in new if _share(row.canonical, holding.best) < low} - {at.date()}
    twice = any(at.date() - day <= timedelta(days=2) for day in others)
    return "peak_low", "soon" if twice else None, None


def _share(value: float, best: float) -> float:
    return value / best * 100


def _oxygen(reading: Reading, at: datetime, before: Sequence[Past], new: Sequence[Past], holding: Holding) -> Found:
    value, limits = reading.canonical, holding.limits
    own_range, top = limits.at("oxygen_from"), limits.at("oxygen_to")
    if value <= OXYGEN_FLOOR or (own_range is not None and value < own_range):
        return _flagged("oxygen_very_low")
    if own_range is None:
        red = limits.must("oxygen_very_low")
        # the usual red number holds until the own plan names a lower one: then that is what this person lives at
        if value <= red and not zones.covers(holding.zones, "oxygen", "below", most=red):
            return _flagged("oxygen_very_low")
        if value <= limits.must("oxygen_ring") and not zones.covers(holding.zones, "oxygen", "below", band=WATCH):
            return _flagged("oxygen_low")
    below = (holding.usual_oxygen or 0) - OXYGEN_DROP
    if value <= below and any(row.canonical <= below for row in within(new, at, WEEK)):
        return _flagged("oxygen_drop", holding.usual_oxygen)
    return _flagged("oxygen_above") if top is not None and value > top else NOTHING


def _temperature(
    reading: Reading, _at: datetime, _before: Sequence[Past], _new: Sequence[Past], holding: Holding
) -> Found:
    limit = holding.limits.at("temperature_high", reading.unit)
    return _flagged("temperature_high") if limit is not None and reading.values["temperature"] >= limit else NOTHING


def _pain(reading: Reading, at: datetime, before: Sequence[Past], new: Sequence[Past], holding: Holding) -> Found:
    by_day: dict[date, float] = {}
    for row in new:
        if (day := day_of(row, at)) != at.date():
            by_day.setdefault(day, row.canonical)
    days = sorted(by_day, reverse=True)
    if len(days) < 3:
        return NOTHING
    rise = holding.limits.must("pain_rise")
    recent = (reading.canonical, by_day[days[0]], by_day[days[1]])
    base = median(by_day[day] for day in days[2:])
    return _flagged("pain_rise", base) if min(recent) >= base + rise else NOTHING


def _mood(reading: Reading, at: datetime, _before: Sequence[Past], new: Sequence[Past], holding: Holding) -> Found:
    low = holding.limits.must("mood_low")
    times = sum(row.canonical <= low for row in within(new, at, WEEK))
    return _flagged("mood_low") if reading.canonical <= low and times >= 2 else NOTHING


def _sleep(reading: Reading, at: datetime, _before: Sequence[Past], new: Sequence[Past], holding: Holding) -> Found:
    limit = holding.limits.must("sleep_short") * 60
    nights: dict[date, float] = {at.date(): reading.canonical}
    for row in new:
        nights.setdefault(day_of(row, at), row.canonical)
    short = [day for day, minutes in nights.items() if minutes < limit and (at.date() - day).days < 7]
    return _flagged("sleep_short") if reading.canonical < limit and len(short) >= SHORT_NIGHTS else NOTHING


RULES = {
    "blood_pressure": _blood_pressure, "glucose": _glucose, "weight": _weight, "peak_flow": _peak_flow,
    "oxygen": _oxygen, "temperature": _temperature, "pain": _pain, "mood": _mood, "sleep": _sleep,
}  # fmt: skip
