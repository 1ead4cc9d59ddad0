"""A person's own checked numbers move a band: red at once, yellow after a second one, unchecked ones never."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns.rules import words_of
from app.care.plan.kinds import KINDS as LINES
from app.care.plan.kinds import signed
from app.care.plan.kinds.symptom_zones import SUBSTANCE
from app.care.progress import measurements, own_zone, standing
from app.care.progress.measurements import Asked
from app.config import DEMO_PRACTICE
from app.models import Concern
from tests.care.progress import plans

PLAN = {
    "condition": "Heart failure", "signs_now": ["Short of breath at rest"], "do_now": ["Sit up and ring"],
    "signs_watch": ["More swelling"], "do_watch": ["Rest with my feet up"],
    "numbers": [
        {"band": "watch", "measure": "weight", "rule": "gain", "number": "1.4", "unit": "kg", "days": "1"},
        {"band": "now", "measure": "weight", "rule": "gain", "number": "3", "unit": "kg", "days": "2"},
        {"band": "watch", "measure": "blood_pressure", "rule": "above", "number": "160", "unit": "mmHg"},
        {"band": "now", "measure": "oxygen", "rule": "below", "number": "86", "unit": "%"},
        {"band": "watch", "measure": "oxygen", "rule": "below", "number": "88", "unit": "%"},
        {"band": "watch", "measure": "glucose", "rule": "below", "number": "5", "unit": "mmol/L"},
        {"band": "watch", "measure": "peak_flow", "rule": "of_best_below", "number": "80"},
        {"band": "now", "measure": "peak_flow", "rule": "of_best_below", "number": "50"},
        {"band": "watch", "measure": "pain", "rule": "above", "number": "7"},
    ],
    "baseline": [{"measure": "peak_flow", "value": "400", "unit": "L/min"}],
    "phones": [{"name": "Heart nurse", "number": "555 0123"}],
}  # fmt: skip


def planned(session, world, checked=True, kind="symptom_zones", **content):
    """Her plan in force: to weigh herself, and one line that the nurse checked."""
    parsed = LINES[kind].parse({**PLAN, **content} if kind == "symptom_zones" else content)
    if checked and kind == "symptom_zones":
        parsed = signed.sign(parsed, SUBSTANCE, world.nurse.id, "Nora", clock.today("UTC"))
    version = plans.version(session, world.rosa_patient, world.nurse)
    plans.item(session, version, what="Weigh yourself", measure="weight")
    return plans.item(session, version, kind, **parsed)


def write(session, world, kind, unit="", key="k", who=None, ago=timedelta(0), **typed):
    grant = world.grant(session, who or world.rosa, world.ruben_patient if who else None)
    asked = Asked({k: str(v) for k, v in typed.items()}, key, unit, sure=True, happened_at=clock.now() - ago)
    return measurements.record(session, grant, kind, asked)


@pytest.mark.parametrize(
    ("kind", "unit", "before", "typed", "flag", "band"),
    [
        ("weight", "kg", 80, 81.3, None, None),  # the own 1.4 kg, and no longer the usual 0.9
        ("weight", "kg", 80, 81.4, "zone_watch", None),
        ("weight", "[lb_av]", 176, 179.1, "zone_watch", None),
        ("weight", "[lb_av]", 176, 179.0, None, None),
        ("weight", "kg", 80, 83, "zone_now", 1),
        ("weight", "kg", 80, 79.1, "weight_day", None),  # the plan says nothing of a loss: the usual limit does
        ("oxygen", "%", None, 88, None, None), ("oxygen", "%", None, 87, "zone_watch", None),
        ("oxygen", "%", None, 86, "zone_watch", None), ("oxygen", "%", None, 85, "zone_now", 1),
        ("oxygen", "%", None, 80, "oxygen_very_low", 1),
        ("glucose", "mmol/L", None, 4.9, "zone_watch", None), ("glucose", "mmol/L", None, 5, None, None),
        ("glucose", "mg/dL", None, 89, "zone_watch", None), ("glucose", "mg/dL", None, 90, None, None),
        ("glucose", "mg/dL", None, 69, "glucose_low", None),
        ("peak_flow", "L/min", None, 320, None, None), ("peak_flow", "L/min", None, 319, "zone_watch", None),
        ("peak_flow", "L/min", None, 199, "zone_now", 1),
        ("pain", "{score}", None, 8, "zone_watch", 2), ("pain", "{score}", None, 7, None, None),
    ],
)  # fmt: skip
def test_each_number_at_its_edge(frozen_clock, database, world, kind, unit, before, typed, flag, band):
    with database.write() as session:
        planned(session, world)
        if before is not None:
            write(session, world, kind, unit, "before", ago=timedelta(days=1), **{kind: before})
        row = write(session, world, kind, unit, **{kind: typed})
        assert row.flag == flag
        assert session.scalars(sa.select(Concern.band)).all() == ([band] if band else [])
        assert (row.again_by is not None) == (flag is not None and band is None)


def test_a_plan_that_nobody_checked_says_nothing_and_the_usual_limits_hold(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world, checked=False)
        assert write(session, world, "oxygen", key="a", oxygen=91).flag == "oxygen_very_low"
        assert write(session, world, "pain", key="b", pain=8).flag is None


def test_a_changed_number_is_no_longer_checked(frozen_clock, database, world):
    with database.write() as session:
        line = planned(session, world)
        numbers = [{**row, "number": 9} if row["measure"] == "pain" else row for row in line.content["numbers"]]
        line.content = {**line.content, "numbers": numbers}
        session.flush()
        assert write(session, world, "pain", pain=10).flag is None


def test_yellow_stands_when_the_second_reading_agrees_and_says_whose_plan_it_is(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world)
        write(session, world, "blood_pressure", key="a", systolic=165, diastolic=90)
        frozen_clock.move(minutes=6)
        write(session, world, "blood_pressure", key="b", systolic=163, diastolic=90)
        line = session.scalars(sa.select(Concern)).one()
        said = words_of(line)
        assert "“Take care” in the symptom plan: Heart failure. Blood pressure, upper number above 160 mmHg." in said
        assert "Checked by Nora" in said
        assert "Measured again: it stays like this." in said


def test_yellow_is_let_go_when_the_second_differs(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world)
        write(session, world, "blood_pressure", key="a", systolic=165, diastolic=90)
        frozen_clock.move(minutes=6)
        write(session, world, "blood_pressure", key="b", systolic=150, diastolic=90)
        frozen_clock.move(hours=2)
        assert standing.due(session) == []
        assert session.scalars(sa.select(Concern)).all() == []


def test_ruben_has_no_such_plan(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world)
        assert write(session, world, "pain", who=world.ruben, pain=8).flag is None


def test_a_trigger_of_the_plan(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world, kind="trigger", measure="weight", rule="loss", number="3", unit="kg", within="30",
                then_words="We look for the cause")  # fmt: skip
        write(session, world, "weight", "kg", "a", ago=timedelta(days=29), weight=80)
        row = write(session, world, "weight", "kg", "b", weight=77)
        assert (row.flag, row.because["zone"]["band"]) == ("zone_change", "change")
        shown = own_zone.of(session, world.grant(session, world.rosa), row, DEMO_PRACTICE)
        assert shown.steps == ["We look for the cause"]


def test_the_phone_says_her_own_words_and_only_to_who_may_see_the_plan(frozen_clock, database, world):
    with database.write() as session:
        planned(session, world)
        row = write(session, world, "oxygen", oxygen=85)
        shown = own_zone.of(session, world.grant(session, world.rosa), row, DEMO_PRACTICE)
        assert (shown.band, shown.steps, shown.signs_now) == ("now", ["Sit up and ring"], ["Short of breath at rest"])
        assert shown.ring.now[0].number == "555 0123"
        assert own_zone.of(session, world.grant(session, world.clerk), row, DEMO_PRACTICE) is None
