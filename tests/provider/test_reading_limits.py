"""Limits of readings on three rungs: a person's own, else the practice's, else the usual one."""

import pytest

from app import clock
from app.care.progress import measurements, practice_limits
from app.care.progress.measurements import Asked
from app.errors import Forbidden, Invalid
from app.models import AuditEvent, Concern, PersonalLimit, PracticeReadingLimit

WHY = "Many here live alone."
AT = "/team/rules/readings"


@pytest.fixture
def practice(database, world):
    """The practice calls a glucose below 80 low; for Rosa somebody set 65."""

    def set_for_everybody(value="80", unit="mg/dL", name="glucose_low"):
        with database.write() as session:
            practice_limits.put(session, session.merge(world.physician), name, value=value, unit=unit, why=WHY)

    def set_for_rosa(value=65.0):
        with database.write() as session:
            session.add(PersonalLimit(patient_id=world.rosa_patient.id, name="glucose_low", value=value, unit="mg/dL",
                                      why="Agreed", set_by_id=world.nurse.id, set_at=clock.now()))  # fmt: skip

    def rosa_types(key, value):
        """A glucose in mg/dL; the flag that it raises."""
        with database.write() as session:
            asked = Asked({"glucose": str(value)}, key, "mg/dL", sure=True)
            return measurements.record(session, world.grant(session, world.rosa), "glucose", asked).flag

    class Practice:
        pass

    found = Practice()
    found.everybody, found.rosa, found.types = set_for_everybody, set_for_rosa, rosa_types
    return found


def test_each_rung_stands_above_the_next(practice):
    assert [practice.types(f"a{n}", n) for n in (70, 69)] == [None, "glucose_low"], "the usual one"
    practice.everybody()
    assert [practice.types(f"b{n}", n) for n in (80, 79)] == [None, "glucose_low"], "the practice's"
    practice.rosa()
    assert [practice.types(f"c{n}", n) for n in (65, 64)] == [None, "glucose_low"], "her own"


def test_the_practice_says_it_in_one_unit_and_it_holds_in_the_other(practice, database, world):
    practice.everybody("4.5", "mmol/L")
    assert [practice.types(f"d{n}", n) for n in (82, 80)] == [None, "glucose_low"]  # 4.5 mmol/L is 81 mg/dL


def test_the_worklist_and_the_person_read_whose_limit_it_was(practice, database, world, client_as):
    practice.everybody()
    practice.types("e1", 78)
    practice.types("e2", 77)
    with database.read() as session:
        limit = session.query(Concern).filter_by(rule="measurement_flag").one().why["limits"][0]
    assert (limit["value"], limit["whose"]) == (80.0, "practice")
    line = client_as(world.nurse).get("/team/")
    assert line.says("The limit of the practice. Low: below 80 mg/dL. Set by Paul")
    assert not line.says("Their own limit.")
    theirs = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/limits")
    assert theirs.says("Low for you: below 80 mg/dL. We chose this for everybody at our practice.", WHY)
    assert not theirs.says("set this for you")
    assert (
        client_as(world.nurse)
        .get(f"/team/patients/{world.rosa_patient.id}/limits")
        .says("Low: below 80 mg/dL", "The limit of the practice")
    )


def test_a_physician_sets_one_and_goes_back_and_what_was_before_stays(client_as, world, database):
    visitor = client_as(world.physician)
    index = visitor.get(visitor.get("/team/rules").link("Limits of readings"))
    page = visitor.get(index.link("Change in a day: from"))
    assert page.says("0.9 kg", "leaflets disagree", "Weight: for everybody at the practice")
    assert [h.text for h in index.tree.all("h2")][:3] == ["Blood pressure", "Blood sugar", "Weight"]
    for _ in range(2):
        done = visitor.submit(page, f"{AT}/weight_day", "Change the limit", value="1.2", unit="kg", why=WHY)
    assert done.says("Changed. It counts from now on.", "Change in a day: from 1.2 kg", "Chosen by Paul")
    late = visitor.submit(page, f"{AT}/weight_day", "Change the limit", value="1.5", unit="kg", why="x", status=409)
    assert late.says("Somebody changed this before you.", "1.2 kg", WHY)
    visitor.submit(visitor.get(page.path), f"{AT}/weight_day", "Back to the usual limit")
    again = visitor.get(page.path)
    assert again.says("What it was before", "1.2 kg, from", WHY)
    with database.read() as session:
        row = session.query(PracticeReadingLimit).one()
        assert (row.value, row.ended_by_id) == (1.2, world.physician.id)
        noted = session.query(AuditEvent).filter(AuditEvent.act.like("%tune reading")).order_by(AuditEvent.seq)
        assert [one.act for one in noted] == ["tune reading", "untune reading"]


@pytest.mark.parametrize(
    ("name", "value", "unit", "words"),
    [
        ("bp_crisis_upper", "190", "mm[Hg]", "stricter only: 180 mmHg or less"),
        ("glucose_very_low", "50", "mg/dL", "stricter only: 54 mg/dL or more"),
        ("glucose_very_low", "2.9", "mmol/L", "stricter only: 3 mmol/L or more"),
        ("oxygen_very_low", "91", "%", "stricter only: 92 % or more"),
        ("glucose_low", "260", "mg/dL", "Write a number from"), ("bp_low", "soon", "mm[Hg]", "Write a number."),
        ("weight_day", "3", "kg", "This must be below 2.3 kg"), ("glucose_low", "75", "stone", "Choose a unit."),
    ],
)  # fmt: skip
def test_refused_in_words_with_what_was_typed(client_as, world, database, name, value, unit, words):
    visitor = client_as(world.physician)
    page = visitor.get(f"{AT}/{name}")
    assert page.form(name)
    refused = visitor.post(page.path, status=422, value=value, unit=unit, why=WHY, seen="")
    assert refused.says(words, WHY)
    with database.read() as session:
        assert session.query(PracticeReadingLimit).count() == 0


def test_a_crisis_value_may_be_stricter(database, world):
    with database.write() as session:
        practice_limits.put(
            session, session.merge(world.physician), "bp_crisis_upper", value="170", unit="mm[Hg]", why=WHY
        )
    with database.write() as session:
        asked = Asked({"systolic": "170", "diastolic": "90"}, "k", "", sure=True)
        row = measurements.record(session, world.grant(session, world.rosa), "blood_pressure", asked)
        assert row.flag == "bp_crisis"


def test_walls(client_as, world, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{AT}/glucose_low")
    assert page.says("A physician of the practice can move it.")
    assert not page.says("Change the limit")
    client_as(world.rosa).get(AT, status=404)
    client_as(world.otto).get(f"{AT}/glucose_low", status=404)
    for name in ("oxygen_from", "peak_best", "temperature_high", "shoe_size"):
        client_as(world.physician).get(f"{AT}/{name}", status=404)
    with database.write() as session:
        for act in (
            lambda: practice_limits.put(session, session.merge(world.nurse), "bp_low", value="95", unit="", why=WHY),
            lambda: practice_limits.give_up(session, session.merge(world.nurse), "bp_low"),
        ):
            with pytest.raises(Forbidden):
                act()
        with pytest.raises(Invalid):
            practice_limits.put(session, session.merge(world.physician), "bp_low", value="95", unit="", why=" ")


def test_the_usual_limit_comes_back_only_in_order(client_as, world, database):
    """Low stood at 100 and very low at 80: the usual 70 for low would be below the practice's very low."""
    for name, value in (("glucose_low", "100"), ("glucose_very_low", "80")):
        with database.write() as session:
            practice_limits.put(session, session.merge(world.physician), name, value=value, unit="mg/dL", why=WHY)
    physician = client_as(world.physician)
    refused = physician.submit(physician.get(f"{AT}/glucose_low"), button="Back to the usual limit", status=422)
    assert refused.says("The usual limit does not fit the one beside it. Change that one first.")
    with database.read() as session:
        assert practice_limits.of(session)["glucose_low"].row is not None
    for name in ("glucose_very_low", "glucose_low"):
        physician.submit(physician.get(f"{AT}/{name}"), button="Back to the usual limit")
    with database.read() as session:
        assert [practice_limits.of(session)[name].row for name in ("glucose_very_low", "glucose_low")] == [None, None]
