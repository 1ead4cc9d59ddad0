"""Rules of readings in the nights in which clocks change, both ways; and a person's own limits at their edges."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.care.progress.judged import DAY, MADRID, NEW_YORK, NOON, judge, row

# Nights in which clocks change: the same hour of the clock a day or a week ago, whichever way.

CHANGES = [
    (NEW_YORK, datetime(2026, 3, 8, tzinfo=NEW_YORK)), (NEW_YORK, datetime(2026, 11, 1, tzinfo=NEW_YORK)),
    (MADRID, datetime(2026, 3, 29, tzinfo=MADRID)), (MADRID, datetime(2026, 10, 25, tzinfo=MADRID)),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_weight_over_the_night_in_which_clocks_change(zone, sunday):
    morning = sunday.replace(hour=7)
    before = [row("weight", morning - DAY, "[lb_av]", weight=180)]
    assert (morning.astimezone(UTC) - before[0].happened_at) != DAY
    assert judge("weight", "[lb_av]", at=morning, before=before, weight=181.9).flag is None
    assert judge("weight", "[lb_av]", at=morning, before=before, weight=182).flag == "weight_day"


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_seven_days_ago_at_the_same_hour_counts_and_a_minute_earlier_does_not(zone, sunday):
    at = sunday.replace(hour=12) + 2 * DAY
    low = [row("glucose", at - 7 * DAY, "mg/dL", glucose=65)]
    assert judge("glucose", "mg/dL", at=at, before=low, glucose=65).band == "soon"
    older = [row("glucose", at - 7 * DAY - timedelta(minutes=1), "mg/dL", glucose=65)]
    assert judge("glucose", "mg/dL", at=at, before=older, glucose=65).band is None


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_pair_in_the_night_of_the_change_is_one_day(zone, sunday):
    """Readings at 1:30 and 3:30 of the same night, on both sides of the change, are a pair of that day."""
    at = sunday.replace(hour=12) + 3 * DAY
    rows = [row("blood_pressure", (sunday + n * DAY).replace(hour=hour, minute=30), "mm[Hg]",
                systolic=150, diastolic=90)
            for n in range(3) for hour in (1, 3)]  # fmt: skip
    rows += [row("blood_pressure", (sunday - n * DAY).replace(hour=8, minute=m), "mm[Hg]",
                 systolic=150, diastolic=90)
             for n in (1, 2) for m in (0, 2)]  # fmt: skip
    rows.append(row("blood_pressure", at - timedelta(hours=1), "mm[Hg]", systolic=150, diastolic=90))
    assert judge("blood_pressure", "mm[Hg]", at=at, before=rows, systolic=150, diastolic=90).flag == "bp_mean"
    assert judge("blood_pressure", "mm[Hg]", at=at, before=rows[1:], systolic=150, diastolic=90).flag is None


# A person's own limits, at their edges, typed in either unit.


@pytest.mark.parametrize(
    ("kind", "unit", "own", "typed", "flag"),
    [
        ("blood_pressure", "mm[Hg]", ("bp_crisis_upper", 165, "mm[Hg]"), {"systolic": 164, "diastolic": 90}, None),
        ("blood_pressure", "mm[Hg]", ("bp_crisis_upper", 165, "mm[Hg]"), {"systolic": 165, "diastolic": 90},
         "bp_crisis"),
        ("blood_pressure", "mm[Hg]", ("bp_low", 100, "mm[Hg]"), {"systolic": 100, "diastolic": 60}, "bp_low"),
        ("glucose", "mg/dL", ("glucose_low", 90, "mg/dL"), {"glucose": 90}, None),
        ("glucose", "mg/dL", ("glucose_low", 90, "mg/dL"), {"glucose": 89}, "glucose_low"),
        ("glucose", "mmol/L", ("glucose_low", 90, "mg/dL"), {"glucose": 4.9}, "glucose_low"),
        ("glucose", "mmol/L", ("glucose_low", 90, "mg/dL"), {"glucose": 5.0}, None),
        ("glucose", "mg/dL", ("glucose_low", 5.0, "mmol/L"), {"glucose": 90}, "glucose_low"),
        ("glucose", "mg/dL", ("glucose_low", 5.0, "mmol/L"), {"glucose": 91}, None),
    ],
)  # fmt: skip
def test_own_limits(kind, unit, own, typed, flag):
    assert judge(kind, unit, own=[own], **typed).flag == flag


@pytest.mark.parametrize(
    ("unit", "own", "now", "flag"),
    [
        ("kg", (1.5, "kg"), 81.4, None), ("kg", (1.5, "kg"), 81.5, "weight_day"),
        ("kg", (3.0, "[lb_av]"), 81.3, None), ("kg", (3.0, "[lb_av]"), 81.4, "weight_day"),
        ("[lb_av]", (3.0, "[lb_av]"), 82.9, None), ("[lb_av]", (3.0, "[lb_av]"), 83.0, "weight_day"),
    ],
)  # fmt: skip
def test_own_weight_limit(unit, own, now, flag):
    rows = [row("weight", NOON - DAY, unit, weight=80)]
    assert judge("weight", unit, before=rows, own=[("weight_day", *own)], weight=now).flag == flag
