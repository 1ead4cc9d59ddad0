"""Every rule of readings at its edges, in both unit systems."""

from datetime import UTC, timedelta

import pytest

from app.care.progress.flagging import judge as judged_by
from app.care.progress.flags import FLAGS
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.limits import LIMITS
from app.care.progress.reading import read
from tests.care.progress.judged import DAY, NEW_YORK, NOON, judge, row, said

# Weight: 2 lb (0.9 kg) overnight, 5 lb (2.3 kg) in 7 days, up and down.


@pytest.mark.parametrize(
    ("unit", "before", "now", "flag"),
    [
        ("[lb_av]", 180.0, 181.9, None), ("[lb_av]", 180.0, 182.0, "weight_day"),
        ("[lb_av]", 180.0, 178.1, None), ("[lb_av]", 180.0, 178.0, "weight_day"),
        ("[lb_av]", 180.3, 182.2, None), ("[lb_av]", 180.3, 182.3, "weight_day"),
        ("kg", 80.0, 80.8, None), ("kg", 80.0, 80.9, "weight_day"),
        ("kg", 80.0, 79.2, None), ("kg", 80.0, 79.1, "weight_day"),
        ("kg", 81.3, 82.1, None), ("kg", 81.3, 82.2, "weight_day"),
    ],
)  # fmt: skip
def test_weight_overnight(unit, before, now, flag):
    rows = [row("weight", NOON - DAY, unit, weight=before)]
    assert said("weight", unit, before=rows, weight=now) == (flag, flag and "soon")


@pytest.mark.parametrize(
    ("unit", "before", "now", "flag"),
    [
        ("[lb_av]", 180.0, 184.9, None), ("[lb_av]", 180.0, 185.0, "weight_week"),
        ("[lb_av]", 180.0, 175.1, None), ("[lb_av]", 180.0, 175.0, "weight_week"),
        ("kg", 80.0, 82.2, None), ("kg", 80.0, 82.3, "weight_week"),
        ("kg", 80.0, 77.8, None), ("kg", 80.0, 77.7, "weight_week"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("days", [2, 5, 7])
def test_weight_in_a_week(unit, before, now, flag, days):
    rows = [row("weight", NOON - days * DAY, unit, weight=before)]
    assert said("weight", unit, before=rows, weight=now) == (flag, flag and "soon")


@pytest.mark.parametrize(("ago", "flag"), [(timedelta(days=7, hours=12), "weight_week"), (8 * DAY, None)])
def test_weight_longer_ago_is_no_week(ago, flag):
    rows = [row("weight", NOON - ago, "kg", weight=80)]
    assert judge("weight", "kg", before=rows, weight=84).flag == flag


@pytest.mark.parametrize(("hours", "flag"), [(11.9, None), (12, "weight_day"), (36, "weight_day"), (36.1, None)])
def test_a_night_is_12_to_36_hours(hours, flag):
    rows = [row("weight", NOON - timedelta(hours=hours), "kg", weight=80)]
    assert judge("weight", "kg", before=rows, weight=81).flag == flag


def test_pounds_yesterday_and_kilograms_today_are_compared_in_the_unit_of_today():
    rows = [row("weight", NOON - DAY, "[lb_av]", weight=176.4)]  # 80.0 kg
    assert judge("weight", "kg", before=rows, weight=80.8).flag is None
    assert judge("weight", "kg", before=rows, weight=80.9).flag == "weight_day"


def test_weight_says_nothing_unless_the_plan_asks():
    rows = [row("weight", NOON - DAY, "kg", weight=80)]
    assert said("weight", "kg", before=rows, asked_for=False, weight=84) == (None, None)


# Glucose: 70 and 54, 3.9 and 3.0, above 250 and 13.9; LO and HI.


@pytest.mark.parametrize(
    ("unit", "value", "flag"),
    [
        ("mg/dL", 70, None), ("mg/dL", 69, "glucose_low"), ("mg/dL", 54, "glucose_low"),
        ("mg/dL", 53, "glucose_very_low"), ("mg/dL", 250, None), ("mg/dL", 251, "glucose_high"),
        ("mg/dL", "LO", "glucose_very_low"), ("mg/dL", "HI", "glucose_high"),
        ("mmol/L", 3.9, None), ("mmol/L", 3.8, "glucose_low"), ("mmol/L", 3.0, "glucose_low"),
        ("mmol/L", 2.9, "glucose_very_low"), ("mmol/L", 13.9, None), ("mmol/L", "14,0", "glucose_high"),
        ("mmol/L", "LO", "glucose_very_low"), ("mmol/L", "HI", "glucose_high"),
    ],
)  # fmt: skip
def test_glucose(unit, value, flag):
    bands = {"glucose_very_low": "urgent"}
    assert said("glucose", unit, glucose=value) == (flag, bands.get(flag))


@pytest.mark.parametrize(("unit", "low"), [("mg/dL", 65), ("mmol/L", 3.6)])
@pytest.mark.parametrize(("ago", "band"), [(DAY, "soon"), (7 * DAY, "soon"), (7 * DAY + DAY / 24, None)])
def test_two_lows_in_7_days(unit, low, ago, band):
    assert said("glucose", unit, before=[row("glucose", NOON - ago, unit, glucose=low)], glucose=low) == (
        "glucose_low", band,
    )  # fmt: skip


def test_a_low_in_one_unit_and_a_low_in_the_other_are_two():
    rows = [row("glucose", NOON - DAY, "mmol/L", glucose=3.8)]
    assert said("glucose", "mg/dL", before=rows, glucose=69) == ("glucose_low", "soon")


# Blood pressure: 180 over 120, with and without signs; 90; pulse; the mean of 7 days.


@pytest.mark.parametrize(
    ("upper", "lower", "pulse", "flag", "band"),
    [
        (179, 119, "", None, None), (180, 90, "", "bp_crisis", "urgent"), (170, 120, "", "bp_crisis", "urgent"),
        (91, 60, "", None, None), (90, 60, "", "bp_low", None),
        (120, 80, 120, None, None), (120, 80, 121, "pulse", "soon"),
        (120, 80, 45, None, None), (120, 80, 44, "pulse", "soon"),
    ],
)  # fmt: skip
def test_blood_pressure(upper, lower, pulse, flag, band):
    assert said("blood_pressure", "mm[Hg]", systolic=upper, diastolic=lower, pulse=pulse) == (flag, band)


def test_with_signs_it_is_an_emergency_whatever_the_band():
    for name in ("bp_crisis", "bp_low", "pulse", "weight_day", "weight_week", "oxygen_low", "glucose_very_low"):
        assert FLAGS[name].asks is not None, name
    assert FLAGS["bp_crisis"].emergency
    assert FLAGS["bp_low"].emergency


def week_of_pressures(count, upper, lower, zone=NEW_YORK, until=None):
    """``count`` readings before the one that is judged: two each morning, the last pair without its second."""
    until = until or NOON.astimezone(zone)
    return [
        row("blood_pressure", (until - n // 2 * DAY).replace(hour=8, minute=n % 2), "mm[Hg]", systolic=upper,
            diastolic=lower)
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "upper", "lower", "flag"),
    [
        (10, 140, 80, None), (11, 140, 80, "bp_mean"), (11, 135, 80, "bp_mean"), (11, 134, 84, None),
        (11, 120, 85, "bp_mean"),
    ],
)  # fmt: skip
def test_a_mean_needs_12_readings(count, upper, lower, flag):
    rows = week_of_pressures(count, upper, lower)
    assert said("blood_pressure", "mm[Hg]", before=rows, systolic=upper, diastolic=lower) == (
        flag,
        flag and "routine",
    )


def test_a_mean_needs_pairs_on_4_days():
    same_day = [
        row("blood_pressure", NOON - (n % 3) * DAY - timedelta(minutes=n), "mm[Hg]", systolic=150, diastolic=90)
        for n in range(1, 13)
    ]
    assert judge("blood_pressure", "mm[Hg]", before=same_day, systolic=150, diastolic=90).flag is None


# Peak flow, oxygen, temperature, sleep.


@pytest.mark.parametrize(
    ("value", "flag", "band"),
    [(320, None, None), (319, "peak_low", None), (200, "peak_low", None), (199, "peak_very_low", "urgent")],
)
def test_peak_flow_against_the_best(value, flag, band):
    assert said("peak_flow", "L/min", own=[("peak_best", 400, "L/min")], peak_flow=value) == (flag, band)


@pytest.mark.parametrize(("days", "band"), [(0, None), (1, "soon"), (2, "soon"), (3, None)])
def test_a_low_peak_flow_on_2_of_3_days(days, band):
    rows = [row("peak_flow", NOON - days * DAY - timedelta(hours=1), "L/min", peak_flow=300)]
    found = said("peak_flow", "L/min", before=rows, own=[("peak_best", 400, "L/min")], peak_flow=300)
    assert found == ("peak_low", band)


@pytest.mark.parametrize(
    ("value", "own", "flag", "band"),
    [
        (95, (), None, None), (94, (), "oxygen_low", "soon"), (93, (), "oxygen_low", "soon"),
        (92, (), "oxygen_very_low", "urgent"),
        (88, (88, 92), None, None), (92, (88, 92), None, None), (87, (88, 92), "oxygen_very_low", "urgent"),
        (93, (88, 92), "oxygen_above", None),
    ],
)  # fmt: skip
def test_oxygen_usual_and_own_range(value, own, flag, band):
    names = [(name, edge, "%") for name, edge in zip(("oxygen_from", "oxygen_to"), own, strict=False)]
    assert said("oxygen", "%", own=names, oxygen=value) == (flag, band)


@pytest.mark.parametrize(("before", "value", "flag"), [(87, 87, "oxygen_drop"), (88, 87, None), (87, 88, None)])
def test_oxygen_3_below_the_own_usual_twice(before, value, flag):
    own = [("oxygen_from", 80, "%"), ("oxygen_usual", 90, "%")]
    rows = [row("oxygen", NOON - DAY, "%", oxygen=before)]
    assert judge("oxygen", "%", before=rows, own=own, oxygen=value).flag == flag


@pytest.mark.parametrize(
    ("unit", "value", "flag"),
    [
        ("Cel", 37.9, None), ("Cel", 38, "temperature_high"),
        ("[degF]", 100.3, None), ("[degF]", 100.4, "temperature_high"),
    ],
)  # fmt: skip
def test_fever_only_where_somebody_set_it_in_both_units(unit, value, flag):
    own = [("temperature_high", 38.0, "Cel")]
    assert judge("temperature", unit, own=own, temperature=value).flag == flag
    assert judge("temperature", unit, temperature=value).flag is None


@pytest.mark.parametrize(("nights", "last", "flag"), [(3, 4.9, "sleep_short"), (2, 4.9, None), (3, 5, None)])
def test_short_nights(nights, last, flag):
    rows = [row("sleep", NOON - (n * 2) * DAY, "h", sleep=4.5) for n in range(1, nights + 1)]
    assert judge("sleep", "h", before=rows, sleep=last).flag == flag


def test_every_limit_has_a_source_and_every_flag_its_limits():
    for limit in LIMITS.values():
        assert limit.source, limit.name
        assert limit.kind in KINDS, limit.name
        assert "%(value)s" in str(limit.plain), limit.name
    for flag in FLAGS.values():
        assert set(flag.limits) <= set(LIMITS), flag.name


@pytest.mark.parametrize(("days", "band"), [(3, None), (6.9, None), (7.1, "soon")])
def test_hard_days_are_quiet_for_a_week_after_the_team_has_talked_with_them(days, band):
    """The phone still offers help each time; a new week must be low before the team hears of it once more."""
    seen = NOON - timedelta(days=days)
    rows = [row("mood", NOON - n * DAY / 2, "{score}", mood=1) for n in range(1, 5)]
    reading = read(KINDS["mood"], KINDS["mood"].units[0], {"mood": "1"})
    held = Holding(asked_for=True, seen_at=seen.astimezone(UTC), seen_flag="mood_low")
    found = judged_by(reading, NOON, rows, held)
    assert (found.flag, found.band) == ("mood_low", band)
