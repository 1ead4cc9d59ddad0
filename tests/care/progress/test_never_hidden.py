"""What is dangerous is heard beside what is milder, whatever else the reading or the plan says."""

import pytest

from app.care.plan.kinds import KINDS as LINES
from app.care.progress import flagging
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.reading import read
from app.care.progress.zones import Zone
from app.errors import Invalid
from tests.care.progress.judged import NOON, said


def zone(band, measure, number, rule="below", unit=""):
    return Zone("k", band, measure, rule, float(number), unit, 1, "COPD")


def heard(kind, zones, best=None, **typed):
    reading = read(KINDS[kind], KINDS[kind].units[0], {name: str(value) for name, value in typed.items()})
    found = flagging.judge(reading, NOON, [], Holding(zones=zones, best=best, asked_for=True))
    return found.flag, found.band


def test_a_low_pressure_does_not_hide_a_dangerous_pulse():
    assert said("blood_pressure", "mm[Hg]", systolic=86, diastolic=50, pulse=140) == ("pulse", "soon")
    assert said("blood_pressure", "mm[Hg]", systolic=86, diastolic=50, pulse=70) == ("bp_low", None)


@pytest.mark.parametrize(
    ("zones", "value", "found"),
    [
        ([zone("watch", "oxygen", 94)], 85, ("oxygen_very_low", "urgent")),  # the usual red number stands
        ([zone("watch", "oxygen", 88)], 90, (None, None)),  # this person lives at 90
        ([zone("now", "oxygen", 86), zone("watch", "oxygen", 88)], 90, (None, None)),
        ([zone("now", "oxygen", 86)], 85, ("oxygen_low", "urgent")),  # in the band of her own red number
        ([], 92, ("oxygen_very_low", "urgent")),
    ],
)
def test_a_yellow_number_of_the_plan_replaces_no_red_one(zones, value, found):
    assert heard("oxygen", zones, oxygen=value) == found


def test_a_red_number_of_the_plan_replaces_no_yellow_one():
    red_only = [zone("now", "peak_flow", 50, "of_best_below")]
    assert heard("peak_flow", red_only, best=400.0, peak_flow=240)[0] == "peak_low"
    assert heard("peak_flow", [], best=400.0, peak_flow=240)[0] == "peak_low"


def test_a_unit_that_nobody_knows_is_refused_and_never_guessed():
    number = {"band": "now", "measure": "glucose", "rule": "below", "number": "4", "unit": "mmol"}
    plan = {"condition": "Diabetes", "signs_now": ["Shaking"], "do_now": ["Eat sugar"]}
    with pytest.raises(Invalid) as wrong:
        LINES["symptom_zones"].parse({**plan, "numbers": [number]})
    assert any(name.endswith("unit") for name in wrong.value.fields)
    LINES["symptom_zones"].parse({**plan, "numbers": [{**number, "unit": "mmol/L"}]})
    assert heard("glucose", [zone("now", "glucose", 4, unit="mmol")], glucose=60) != ("zone_now", "urgent")
    assert heard("glucose", [zone("now", "glucose", 4, unit="mmol/L")], glucose=60)[0] == "glucose_low"
