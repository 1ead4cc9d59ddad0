"""Which readings alarm, at every limit, and in which band."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import clock
from app.care.progress import flagging
from app.care.progress.flag_words import said_of
from app.care.progress.flags import FLAGS
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.reading import read
from app.models import Measurement

DAY = timedelta(days=1)


def judged(kind, unit, typed, before=(), at=None, **held):
    found = read(KINDS[kind], KINDS[kind].unit(unit), typed)
    return flagging.judge(found, at or clock.now(), before, Holding(**held))


def flag(kind, unit, typed, before=(), **held):
    return judged(kind, unit, typed, before, **held).flag


def row(kind, values, ago, unit="", flag=None):
    known = KINDS[kind]
    code = unit or known.units[0].code
    found = read(known, known.unit(code), {name: str(value) for name, value in values.items()})
    return Measurement(
        kind=kind, values=found.values, unit=code, canonical=found.canonical, happened_at=clock.now() - ago, flag=flag
    )


@pytest.mark.parametrize(
    ("upper", "lower", "pulse", "said"),
    [
        (179, 119, "", None), (180, 90, "", "bp_crisis"), (170, 120, "", "bp_crisis"), (91, 60, "", None),
        (90, 60, "", "bp_low"), (120, 80, 120, None), (120, 80, 121, "pulse"), (120, 80, 45, None),
        (120, 80, 44, "pulse"), (185, 100, 130, "bp_crisis"),
    ],
)  # fmt: skip
def test_blood_pressure(upper, lower, pulse, said):
    typed = {"systolic": str(upper), "diastolic": str(lower), "pulse": str(pulse)}
    assert flag("blood_pressure", "mm[Hg]", typed) == said


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("mg/dL", "54", "glucose_low"), ("mg/dL", "69.9", "glucose_low"), ("mg/dL", "70", None),
        ("mg/dL", "250", None), ("mg/dL", "250.1", "glucose_high"), ("mg/dL", "53", "glucose_very_low"),
        ("mmol/L", "2.9", "glucose_very_low"), ("mmol/L", "3.0", "glucose_low"), ("mmol/L", "3.8", "glucose_low"),
        ("mmol/L", "3.9", None), ("mmol/L", "13.9", None), ("mmol/L", "14", "glucose_high"),
        ("mg/dL", "LO", "glucose_very_low"), ("mmol/L", "HI", "glucose_high"),
    ],
)  # fmt: skip
def test_glucose(unit, value, said):
    assert flag("glucose", unit, {"glucose": value}) == said


@pytest.mark.parametrize(
    ("before", "value", "said"),
    [
        ([], "65", None), ([(65, 6 * DAY)], "65", "soon"), ([(65, 8 * DAY)], "65", None), ([(50, DAY)], "65", "soon"),
        ([(70, DAY)], "65", None), ([(65, DAY)], "260", None), ([(260, DAY)], "260", "soon"), ([], "53", "urgent"),
    ],
)  # fmt: skip
def test_low_or_high_twice_in_seven_days_goes_to_the_team(before, value, said):
    rows = [row("glucose", {"glucose": was}, ago) for was, ago in before]
    assert judged("glucose", "mg/dL", {"glucose": value}, rows).band == said


def test_what_the_team_closed_does_not_count_again():
    rows = [row("glucose", {"glucose": 65}, DAY)]
    assert judged("glucose", "mg/dL", {"glucose": "65"}, rows, seen_at=clock.now() - DAY / 2).band is None
    assert judged("glucose", "mg/dL", {"glucose": "65"}, rows, seen_at=clock.now() - 2 * DAY).band == "soon"


@pytest.mark.parametrize(
    ("unit", "before", "ago", "value", "said"),
    [
        ("kg", 80.0, DAY, "80.8", None), ("kg", 80.0, DAY, "80.9", "weight_day"),
        ("kg", 80.0, DAY, "79.1", "weight_day"),
        ("kg", 80.0, 6 * DAY, "82.2", None), ("kg", 80.0, 6 * DAY, "82.3", "weight_week"),
        ("[lb_av]", 170, DAY, "171.9", None), ("[lb_av]", 170, DAY, "172", "weight_day"),
        ("[lb_av]", 170, 6 * DAY, "165", "weight_week"), ("kg", 80.0, 9 * DAY, "90", None),
    ],
)  # fmt: skip
def test_weight_only_when_the_plan_asks(unit, before, ago, value, said):
    rows = [row("weight", {"weight": before}, ago, unit)]
    assert flag("weight", unit, {"weight": value}, rows, asked_for=True) == said
    assert flag("weight", unit, {"weight": value}, rows) is None


@pytest.mark.parametrize(
    ("value", "best", "said"),
    [("320", 400.0, None), ("319", 400.0, "peak_low"), ("200", 400.0, "peak_low"), ("199", 400.0, "peak_very_low"),
     ("100", None, None)],
)  # fmt: skip
def test_peak_flow(value, best, said):
    assert flag("peak_flow", "L/min", {"peak_flow": value}, best=best) == said


def test_mood_low_three_times_in_a_week():
    low = [row("mood", {"mood": 2}, DAY), row("mood", {"mood": 1}, 3 * DAY)]
    assert flag("mood", "{score}", {"mood": "2"}, low) == "mood_low"
    assert flag("mood", "{score}", {"mood": "3"}, low) is None
    assert flag("mood", "{score}", {"mood": "2"}, low[:1]) is None


def test_pain_higher_for_three_days():
    rows = [row("pain", {"pain": n}, (i + 1) * DAY) for i, n in enumerate((6, 6, 4))]
    assert flag("pain", "{score}", {"pain": "6"}, rows) == "pain_rise"
    assert flag("pain", "{score}", {"pain": "5"}, rows) is None


def test_days_are_the_persons_own_also_in_the_evening():
    evening = datetime(2026, 3, 10, 21, 0, tzinfo=ZoneInfo("America/Edmonton"))  # the next day in UTC
    typed = read(KINDS["pain"], KINDS["pain"].unit("{score}"), {"pain": "6"})

    def at(moment, n):
        reading = row("pain", {"pain": n}, DAY)
        reading.happened_at = moment.astimezone(UTC)
        return reading

    rows = [at(evening - timedelta(hours=12 + 24 * days), n) for days, n in enumerate((6, 6, 4))]
    assert (
        flagging.judge(typed, evening, rows, Holding()).flag is None
    )  # this morning is today: two days before, not three
    rows = [at(evening - days * DAY, n) for days, n in ((1, 6), (2, 6), (3, 4))]
    assert flagging.judge(typed, evening, rows, Holding()).flag == "pain_rise"


def test_the_mean_of_a_week():
    rows = [row("blood_pressure", {"systolic": 140, "diastolic": 80}, d * DAY + m * timedelta(minutes=2))
            for d in range(1, 7) for m in range(2)]  # fmt: skip
    typed = {"systolic": "140", "diastolic": "80"}
    assert flag("blood_pressure", "mm[Hg]", typed, rows) == "bp_mean"
    assert flag("blood_pressure", "mm[Hg]", typed, rows[:10]) is None


def test_words_never_diagnose_or_name_a_medicine():
    forbidden = ("diagnos", "insulin", "tablet", "inhaler", "dose", "medicine", "stroke", "heart attack", "normal")
    for one in FLAGS.values():
        said = " ".join(map(str, (one.title, *one.steps, one.asks or ""))).lower()
        assert not [word for word in forbidden if word in said], one.name
        assert one.source


def test_the_line_of_the_worklist():
    why = {"kind": "blood_pressure", "values": {"systolic": 185, "diastolic": 122}, "unit": "mm[Hg]",
           "flag": "bp_crisis", "happened_at": "2026-03-10T15:00:00+00:00", "symptoms": True}  # fmt: skip
    said = said_of(why)
    assert "185 over 122" in said
    assert "has signs now" in said
