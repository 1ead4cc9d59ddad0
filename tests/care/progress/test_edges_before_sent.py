"""What the form says is red is what the server would say, for each number that can be typed."""

from datetime import timedelta

import pytest

from app.care.progress import edges, flagging
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.limits import Limits, Own
from app.care.progress.reading import read
from app.care.progress.zones import Zone
from app.errors import Invalid
from tests.care.progress.judged import NOON, row

USUALLY = {"diastolic": "80", "systolic": "120"}


def zone(measure, rule, number, unit="", band="now", days=1, best=None, part=""):
    return Zone("k", band, measure, rule, number, unit, days, "", best, part=part)


def own(**values):
    codes = {"temperature_high": "Cel", "glucose_very_low": "mg/dL", "bp_crisis_upper": "mm[Hg]"}
    return Limits({name: Own(name, value, codes.get(name, "%")) for name, value in values.items()})


def is_red(found, part, text):
    number = float(text)
    spans = [edge for each in found for edge in each.edges if edge.part == part and not isinstance(edge.low, str)]
    return any(edge.low <= number < edge.high for edge in spans)


def numbers(part, unit):
    low, high = part.limits_in(unit).refuse
    step = 1 if part.whole else 0.1
    first, count = round(low / step) - 20, round((high - low) / step) + 40
    return [f"{(first + n) * step:.{0 if part.whole else 1}f}" for n in range(count) if first + n >= 0]


def server_says(kind, unit, part, text, held, before):
    typed = {one.name: USUALLY.get(one.name, "") for one in kind.parts} | {part.name: text}
    try:
        reading = read(kind, unit, typed)
    except Invalid:
        return False
    if reading.other is not None:
        return False  # it asks for the unit first
    return flagging.judge(reading, NOON, before, held).band == "urgent"


YESTERDAY = NOON - timedelta(days=1)
CASES = [
    ("blood_pressure", "mm[Hg]", Holding()),
    ("blood_pressure", "mm[Hg]", Holding(own(bp_crisis_upper=165))),
    ("blood_pressure", "mm[Hg]", Holding(zones=[zone("blood_pressure", "above", 95, part="diastolic")])),
    ("glucose", "mg/dL", Holding()),
    ("glucose", "mmol/L", Holding()),
    ("glucose", "mmol/L", Holding(own(glucose_very_low=65))),
    ("glucose", "mmol/L", Holding(zones=[zone("glucose", "above", 300, "mg/dL"), zone("glucose", "below", 70)])),
    ("glucose", "mg/dL", Holding(zones=[zone("glucose", "below", 4, "mmol/L", band="watch")])),
    ("oxygen", "%", Holding()),
    ("oxygen", "%", Holding(own(oxygen_from=88, oxygen_to=92))),
    ("oxygen", "%", Holding(own(oxygen_very_low=90))),
    ("oxygen", "%", Holding(zones=[zone("oxygen", "below", 86), zone("oxygen", "below", 88, band="watch")])),
    ("peak_flow", "L/min", Holding()),
    ("peak_flow", "L/min", Holding(best=430.0)),
    ("peak_flow", "L/min", Holding(best=430.0, limits=own(peak_very_low=60))),
    ("peak_flow", "L/min", Holding(zones=[zone("peak_flow", "of_best_below", 50, "%", best=410)])),
    ("temperature", "Cel", Holding()),
    ("temperature", "[degF]", Holding(own(temperature_high=38))),
    ("temperature", "Cel", Holding(zones=[zone("temperature", "above", 100.4, "°F")])),
    ("pain", "{score}", Holding(zones=[zone("pain", "above", 7)])),
    ("weight", "kg", Holding(zones=[zone("weight", "gain", 2, "kg", days=2)], asked_for=True)),
    ("weight", "[lb_av]", Holding(zones=[zone("weight", "loss", 3, "lb", days=2)], asked_for=True)),
]


@pytest.mark.parametrize(("name", "code", "held"), CASES)
def test_the_form_and_the_server_say_the_same(name, code, held):
    kind = KINDS[name]
    unit = kind.unit(code)
    before = [row("weight", YESTERDAY, "kg", weight=80)] if name == "weight" else []
    found = edges.red(kind, [unit], held, NOON, before)
    differs, seen = [], 0
    for part in kind.parts:
        if part.optional:
            continue
        for text in numbers(part, unit):
            expected = server_says(kind, unit, part, text, held, before)
            fits = name != "blood_pressure" or part.name == "diastolic" or float(text) > 80
            seen += expected
            if expected != is_red(found, part.name, text) and (expected or fits):
                differs.append((part.name, text, "server" if expected else "form"))
    lower = [one for one in differs if one[0] == "diastolic" and float(one[1]) >= 120 and one[2] == "form"]
    assert [one for one in differs if one not in lower] == []  # a lower number above the upper one is refused
    assert seen or held in (Holding(),)


def test_the_words_of_a_meter_and_the_unit_that_is_not_chosen_yet():
    glucose = KINDS["glucose"]
    (low,) = edges.red(glucose, glucose.offered, Holding(), NOON)
    assert [(edge.unit, edge.low) for edge in low.edges] == [
        ("mg/dL", 22.001),  # below that the number fits the other unit
        ("mg/dL", "LO"),
        ("mmol/L", 0.6),
        ("mmol/L", "LO"),
    ]
    (high, _usual) = edges.red(glucose, glucose.offered, Holding(zones=[zone("glucose", "above", 300)]), NOON)
    assert ("mmol/L", "HI", "HIGH") in [(edge.unit, edge.low, edge.high) for edge in high.edges]


def test_a_take_care_number_is_not_red():
    held = Holding(zones=[zone("pain", "above", 7, band="watch")])
    assert edges.red(KINDS["pain"], KINDS["pain"].units, held, NOON) == []
