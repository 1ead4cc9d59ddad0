"""Every limit at its edge, in both units; comma and point; a number that fits the other unit."""

import pytest

from app.care.progress.kinds import KINDS
from app.care.progress.reading import Earlier, read
from app.errors import Invalid

REFUSED, ASKED, TAKEN, UNIT = "refused", "asked", "taken", "unit"
PRESSURE = {"systolic": "120", "diastolic": "80"}


def verdict(kind: str, unit: str, typed: dict, earlier: Earlier | None = None) -> str:
    known = KINDS[kind]
    try:
        found = read(known, known.unit(unit), typed, earlier)
    except Invalid:
        return REFUSED
    if found.other is not None:
        return UNIT
    return ASKED if found.doubts else TAKEN


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"systolic": "39", "diastolic": "21"}, REFUSED), ({"systolic": "40", "diastolic": "24"}, ASKED),
        ({"systolic": "79", "diastolic": "50"}, ASKED), ({"systolic": "80", "diastolic": "50"}, TAKEN),
        ({"systolic": "220"}, TAKEN), ({"systolic": "221"}, ASKED), ({"systolic": "300"}, ASKED),
        ({"systolic": "301"}, REFUSED), ({"diastolic": "19"}, REFUSED), ({"diastolic": "20"}, ASKED),
        ({"diastolic": "39"}, ASKED), ({"diastolic": "40"}, TAKEN),
        ({"systolic": "200", "diastolic": "130"}, TAKEN), ({"systolic": "200", "diastolic": "131"}, ASKED),
        ({"systolic": "299", "diastolic": "200"}, ASKED), ({"systolic": "299", "diastolic": "201"}, REFUSED),
        ({"systolic": "120", "diastolic": "120"}, REFUSED), ({"systolic": "80", "diastolic": "120"}, REFUSED),
        ({"systolic": "94", "diastolic": "80"}, ASKED), ({"systolic": "95", "diastolic": "80"}, TAKEN),
        ({"pulse": "19"}, REFUSED), ({"pulse": "20"}, ASKED), ({"pulse": "39"}, ASKED), ({"pulse": "40"}, TAKEN),
        ({"pulse": "140"}, TAKEN), ({"pulse": "141"}, ASKED), ({"pulse": "300"}, ASKED), ({"pulse": "301"}, REFUSED),
        ({"pulse": ""}, TAKEN), ({"systolic": ""}, REFUSED), ({"systolic": "120.5"}, REFUSED),
    ],
)  # fmt: skip
def test_blood_pressure(typed, said):
    assert verdict("blood_pressure", "mm[Hg]", PRESSURE | typed) == said


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("mg/dL", "9", UNIT), ("mg/dL", "5.6", UNIT), ("mg/dL", "5,6", UNIT), ("mg/dL", "10", UNIT),
        ("mg/dL", "22", UNIT), ("mg/dL", "22.1", ASKED), ("mg/dL", "53.9", ASKED), ("mg/dL", "54", TAKEN),
        ("mg/dL", "400", TAKEN), ("mg/dL", "400.1", ASKED), ("mg/dL", "1000", ASKED), ("mg/dL", "1001", REFUSED),
        ("mg/dL", "0", REFUSED), ("mg/dL", "2.9", REFUSED),
        ("mmol/L", "0.5", REFUSED), ("mmol/L", "0.6", ASKED), ("mmol/L", "2.9", ASKED), ("mmol/L", "3.0", TAKEN),
        ("mmol/L", "3", TAKEN), ("mmol/L", "22", TAKEN), ("mmol/L", "22,1", ASKED), ("mmol/L", "54", UNIT),
        ("mmol/L", "55", UNIT), ("mmol/L", "56", UNIT), ("mmol/L", "110", UNIT), ("mmol/L", "400", UNIT),
        ("mmol/L", "401", REFUSED), ("mg/dL", "LO", TAKEN), ("mmol/L", "hi", TAKEN), ("mg/dL", "low?", REFUSED),
    ],
)  # fmt: skip
def test_glucose(unit, value, said):
    assert verdict("glucose", unit, {"glucose": value}) == said


@pytest.mark.parametrize(
    ("unit", "value", "last", "said"),
    [
        ("kg", "19.9", None, REFUSED), ("kg", "20", None, TAKEN), ("kg", "400", None, TAKEN),
        ("kg", "19", None, REFUSED),
        ("kg", "400.1", None, UNIT), ("kg", "882", None, REFUSED),
        ("[lb_av]", "44", None, UNIT), ("[lb_av]", "44.1", None, TAKEN), ("[lb_av]", "881.8", None, TAKEN),
        ("[lb_av]", "882", None, REFUSED),
        ("kg", "84", 80.0, TAKEN), ("kg", "84.1", 80.0, ASKED), ("kg", "76", 80.0, TAKEN),
        ("kg", "75.9", 80.0, ASKED),
        ("kg", "155", 150.0, TAKEN), ("kg", "155.1", 150.0, ASKED),
        ("kg", "176", 80.0, UNIT), ("[lb_av]", "80", 80.0, UNIT), ("[lb_av]", "176", 80.0, TAKEN),
    ],
)  # fmt: skip
def test_weight(unit, value, last, said):
    assert verdict("weight", unit, {"weight": value}, Earlier(last=last)) == said


@pytest.mark.parametrize(
    ("value", "best", "said"),
    [
        ("29", None, REFUSED), ("30", None, TAKEN), ("900", None, TAKEN), ("901", None, REFUSED),
        ("520", 400.0, TAKEN), ("521", 400.0, ASKED), ("6", 400.0, UNIT), ("16", None, REFUSED),
    ],
)  # fmt: skip
def test_peak_flow(value, best, said):
    assert verdict("peak_flow", "L/min", {"peak_flow": value}, Earlier(best=best)) == said


@pytest.mark.parametrize("kind", ["pain", "mood"])
@pytest.mark.parametrize(
    ("value", "said"),
    [("-1", REFUSED), ("0", TAKEN), ("10", TAKEN), ("11", REFUSED), ("3.5", REFUSED), ("", REFUSED), ("x", REFUSED)],
)
def test_scores(kind, value, said):
    assert verdict(kind, "{score}", {kind: value}) == said


@pytest.mark.parametrize("value", ["5.6", "5,6", " 5.6 "])
def test_comma_and_point_are_the_same(value):
    found = read(KINDS["glucose"], KINDS["glucose"].unit("mmol/L"), {"glucose": value})
    assert found.values == {"glucose": 5.6}
    assert found.canonical == pytest.approx(100.9, abs=0.05)


@pytest.mark.parametrize("value", ["1e3", "1.2.3", "12 0", "0x10", "nan", "inf", "1_0", "<script>", "9" * 40])
def test_what_is_no_number_is_refused(value):
    assert verdict("weight", "kg", {"weight": value}) == REFUSED


def test_a_pound_is_stored_in_kilograms_too():
    found = read(KINDS["weight"], KINDS["weight"].unit("[lb_av]"), {"weight": "165"})
    assert found.canonical == pytest.approx(74.843, abs=0.001)


def test_every_kind_names_its_source_and_codes():
    for kind in KINDS.values():
        assert kind.source
        assert kind.loinc or kind.name == "mood"
        for part in kind.parts:
            assert part.loinc or kind.name == "mood"
