"""Numbers of a person's own plan for both numbers of a pressure: the upper one, the lower one, and each alone."""

import pytest

from app.care.concerns.rules import words_of
from app.care.plan.kinds import KINDS as LINES
from app.care.plan.kinds.zone_parts import number_words
from app.errors import Invalid
from app.models import Concern
from tests.care.progress.test_zones import planned, write

NUMBERS = [
    {"band": "watch", "measure": "blood_pressure", "rule": "above", "number": "160", "unit": "mmHg"},
    {"band": "now", "measure": "blood_pressure", "rule": "above", "number": "175", "unit": "mmHg"},
    {"band": "watch", "measure": "blood_pressure_lower", "rule": "above", "number": "95", "unit": ""},
    {"band": "now", "measure": "blood_pressure_lower", "rule": "below", "number": "45", "unit": "mmHg"},
]


@pytest.mark.parametrize(
    ("upper", "lower", "flag", "band"),
    [
        (160, 95, None, None), (161, 95, "zone_watch", None), (160, 96, "zone_watch", None),
        (161, 96, "zone_watch", None), (175, 80, "zone_watch", None), (176, 80, "zone_now", 1),
        (120, 45, None, None), (120, 44, "zone_now", 1), (180, 80, "bp_crisis", 1),
    ],
)  # fmt: skip
def test_either_number_moves_its_band(database, world, frozen_clock, upper, lower, flag, band):
    with database.write() as session:
        planned(session, world, numbers=NUMBERS)
        row = write(session, world, "blood_pressure", systolic=upper, diastolic=lower)
        concern = session.query(Concern).filter_by(rule="measurement_flag").one_or_none()
        assert (row.flag, concern and concern.band) == (flag, band)
        theirs = write(session, world, "blood_pressure", who=world.ruben, systolic=170, diastolic=100)
        assert theirs.flag is None, "nobody else's plan"


def test_the_line_says_which_number(database, world, frozen_clock):
    with database.write() as session:
        planned(session, world, numbers=NUMBERS)
        write(session, world, "blood_pressure", systolic=120, diastolic=44)
        said = words_of(session.query(Concern).filter_by(rule="measurement_flag").one())
    assert "Blood pressure, lower number below 45 mmHg." in said


@pytest.mark.parametrize(("lower", "flag"), [(89, None), (90, "zone_change")])
def test_a_rise_of_the_lower_number(database, world, frozen_clock, lower, flag):
    """«If … then we change»: the lower number goes up by 10 or more in 2 days."""
    with database.write() as session:
        planned(session, world, kind="trigger", measure="blood_pressure_lower", rule="gain", number="10", unit="mmHg",
                within="2", then_words="We look at the tablets.")  # fmt: skip
        write(session, world, "blood_pressure", key="a", systolic=130, diastolic=80)
    frozen_clock.move(days=1)
    with database.write() as session:
        assert write(session, world, "blood_pressure", key="b", systolic=130, diastolic=lower).flag == flag


def test_in_words_and_in_its_unit_only():
    assert number_words({**NUMBERS[0], "number": 160}) == "Blood pressure, upper number above 160 mmHg."
    parsed = LINES["symptom_zones"].parse({"condition": "Heart failure", "numbers": NUMBERS, "signs_now": ["Pain"],
                                           "do_now": ["Ring"]})  # fmt: skip
    assert parsed["numbers"][2]["unit"] == "mmHg"
    with pytest.raises(Invalid):
        LINES["symptom_zones"].parse({"condition": "Heart failure", "numbers": [{**NUMBERS[2], "unit": "kg"}]})
