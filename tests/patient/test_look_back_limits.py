"""Looking back: a limit that was set for this person is the band of the line; a usual one never is."""

from datetime import timedelta

import pytest

from app import clock
from app.care.progress import bands
from app.care.progress.limits import Limits, Own
from app.db import new_id
from app.models import Measurement, PersonalLimit, PracticeReadingLimit
from tests.care.progress import plans

RANGE = (("oxygen_from", 88, "%"), ("oxygen_to", 92, "%"))


def limits_of(*own, practice=()):
    return Limits(
        {name: Own(name, value, unit) for name, value, unit in own},
        {name: Own(name, value, unit) for name, value, unit in practice},
    )


@pytest.mark.parametrize(
    ("kind", "unit", "own", "band"),
    [
        ("oxygen", "%", RANGE, (88, 92)), ("oxygen", "%", RANGE[:1], (88, None)), ("oxygen", "%", (), None),
        ("glucose", "mg/dL", [("glucose_low", 80, "mg/dL"), ("glucose_high", 200, "mg/dL")], (80, 200)),
        ("glucose", "mmol/L", [("glucose_low", 81, "mg/dL")], (4.5, None)),
        ("glucose", "mg/dL", [("glucose_high", 11.1, "mmol/L")], (None, 200)),
        ("peak_flow", "L/min", [("peak_best", 400, "L/min")], (320, None)),
        ("peak_flow", "L/min", [("peak_best", 400, "L/min"), ("peak_low", 70, "%")], (280, None)),
        ("peak_flow", "L/min", [("peak_low", 70, "%")], None),
        ("sleep", "h", [("sleep_short", 6, "h")], (6, None)),
        ("weight", "kg", [("weight_day", 1.5, "kg")], None), ("mood", "{score}", [("mood_low", 3, "{score}")], None),
    ],
)  # fmt: skip
def test_which_limits_are_a_band(kind, unit, own, band):
    assert bands.of_limits(kind, unit, limits_of(*own)) == pytest.approx(band)


def test_a_limit_of_the_practice_is_nobodys_target():
    assert bands.of_limits("glucose", "mg/dL", limits_of(practice=[("glucose_low", 80, "mg/dL")])) is None
    assert bands.two_of_limits("blood_pressure", limits_of(practice=[("bp_goal_upper", 130, "mm[Hg]")])) is None
    assert bands.two_of_limits("blood_pressure", limits_of(("bp_goal_upper", 140, "mm[Hg]"))) == (140, 85)
    assert bands.two_of_limits("glucose", limits_of(("bp_goal_upper", 140, "mm[Hg]"))) is None


@pytest.fixture
def measured(database, world):
    """Rosa and Ruben measure oxygen, blood sugar and pressure on 3 days; limits are set for Rosa only."""
    pressure = {"systolic": 130, "diastolic": 80}
    numbers = {"oxygen": {"oxygen": 90}, "glucose": {"glucose": 120}, "blood_pressure": pressure}
    units = {"oxygen": "%", "glucose": "mg/dL", "blood_pressure": "mm[Hg]"}
    with database.write() as session:
        for who, patient in ((world.rosa, world.rosa_patient), (world.ruben, world.ruben_patient)):
            for kind, values in numbers.items():
                for n in range(3):
                    session.add(Measurement(
                        patient_id=patient.id, kind=kind, values=values, unit=units[kind],
                        canonical=float(next(iter(values.values()))) + n, happened_at=clock.now() - timedelta(days=n),
                        recorded_at=clock.now(), client_key=new_id(), actor_id=who.id, capacity="self",
                    ))  # fmt: skip
        for name, value, unit in (*RANGE, ("bp_goal_upper", 140, "mm[Hg]")):
            session.add(PersonalLimit(patient_id=world.rosa_patient.id, name=name, value=value, unit=unit,
                                      why="Agreed", set_by_id=world.nurse.id, set_at=clock.now()))  # fmt: skip
        session.add(PracticeReadingLimit(name="glucose_low", value=80, unit="mg/dL", why="Many live alone",
                                         set_by_id=world.physician.id, set_at=clock.now()))  # fmt: skip


def look(client_as, who, patient):
    return client_as(who).get(f"/patients/{patient.id}/look-back")


@pytest.mark.usefixtures("measured")
def test_the_line_has_her_own_range_and_says_so(client_as, world):
    page = look(client_as, world.rosa, world.rosa_patient)
    assert page.says("Set for you: 88 to 92.", "Set for you: below 140 over 85 on average.")
    assert page.html.count('class="chart-band" x="0"') == 1
    assert look(client_as, world.otto, world.rosa_patient).says("Set for Rosa: 88 to 92.")
    client_as(world.rosa, lang="en-XA").get(f"/patients/{world.rosa_patient.id}/look-back")


@pytest.mark.usefixtures("measured")
def test_nothing_is_drawn_where_nothing_was_set(client_as, world):
    page = look(client_as, world.ruben, world.ruben_patient)
    assert not page.says("Set for you")
    assert 'class="chart-band" x="0"' not in page.html


@pytest.mark.usefixtures("measured")
def test_a_goal_of_hers_stands_before_a_limit(client_as, world, database):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Breathe easily", target="89 to 95", unit="%")
        plans.item(session, version, what="Measure my oxygen", measure="oxygen", goal_key=goal.key)
    page = look(client_as, world.rosa, world.rosa_patient)
    assert page.says("Your goal: 89 to 95.")
    assert not page.says("Set for you: 88 to 92.")


@pytest.mark.usefixtures("measured")
def test_a_limit_that_was_given_up_is_no_band(client_as, world, database):
    with database.write() as session:
        for name, _value, _unit in RANGE:
            session.add(PersonalLimit(patient_id=world.rosa_patient.id, name=name, value=None,
                                      set_by_id=world.nurse.id, set_at=clock.now() + timedelta(1)))  # fmt: skip
    assert not look(client_as, world.rosa, world.rosa_patient).says("Set for you: 88 to 92.")


@pytest.mark.usefixtures("measured")
def test_the_page_of_limits_says_whose_they_are(client_as, world):
    path = f"/patients/{world.rosa_patient.id}/limits"
    assert client_as(world.rosa).get(path).says("Your limits", "Set for you", "set this for you on")
    page = client_as(world.otto).get(path)
    assert page.says("The limits of Rosa", "Set for Rosa", "set this for Rosa on", "not right for Rosa")
    assert not page.says("Set for you")
    other = client_as(world.ruben).get(path.replace(world.rosa_patient.id, world.ruben_patient.id))
    assert other.says("Nobody has set numbers for you alone.")
