"""Readings on the phone: refused in words at the field, asked back, far out with what to do now."""

from html import unescape

import pytest
import sqlalchemy as sa

from app.care.progress import own_limits
from app.care.progress.kinds import KINDS
from app.models import Concern, Measurement, Patient
from tests.care.progress import plans
from tests.care.progress.test_zones import planned


def address(world, rest="measure"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def rows(database):
    with database.read() as session:
        return session.scalars(sa.select(Measurement).order_by(Measurement.recorded_at)).all()


def test_blood_pressure(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(visitor.get(address(world)).link("Blood pressure"))
    page = visitor.submit(
        form, "/measure/", "Write it down", systolic="132", diastolic="84", arm="left", note="Rested"
    )
    assert page.h1 == "Blood pressure 132 over 84"
    assert page.says("Written down.", "Rested")
    (row,) = rows(database)
    assert row.values == {"systolic": 132, "diastolic": 84, "arm": "left"}
    again = visitor.submit(
        form, "/measure/", "Write it down", systolic="132", diastolic="84", arm="left", note="Rested"
    )
    assert again.path == page.path
    assert len(rows(database)) == 1


def test_another_reading_from_a_page_that_was_sent_before_is_never_lost(client_as, world, database):
    """A phone's "back" button brings the old page, with its old client key."""
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    visitor.submit(form, "/measure/", "Write it down", systolic="132", diastolic="84")
    asked = visitor.submit(form, "/measure/", "Write it down", systolic="128", diastolic="82", status=409)
    assert asked.says("You sent this page before.")
    assert len(rows(database)) == 1
    assert visitor.submit(asked, "/measure/", "Write it down").h1 == "Blood pressure 128 over 82"
    assert len(rows(database)) == 2


def test_a_note_is_never_cut(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    visitor.submit(form, "/measure/", "Write it down", systolic="132", diastolic="84", note="x" * 2001, status=422)
    assert rows(database) == []


def test_refused_in_words_and_kept(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    page = visitor.submit(
        form, "/measure/", "Write it down", status=422, systolic="1320", diastolic="eighty", note="Hm"
    )
    assert page.says("Upper number: type a number from 40 to 300 mmHg.", "Lower number: type a whole number.")
    assert "eighty" in page.html
    assert "Hm" in page.html
    assert rows(database) == []


def test_is_that_right_yes_and_fix(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    ask = visitor.submit(form, "/measure/", "Write it down", status=422, systolic="79", diastolic="50", note="Tired")
    assert ask.h1 == "Is that right?"
    fix = visitor.submit(ask, "/measure/", "Fix it", status=422)
    assert 'value="79"' in fix.html
    assert "Tired" in fix.html
    page = visitor.submit(ask, "/measure/", "Yes, that is right")
    assert page.says("Written down.", "Tired")
    assert rows(database)[0].confirmed


def test_the_unit_is_asked_once_then_shown(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/glucose"))
    missing = visitor.submit(form, "/measure/", "Write it down", status=422, glucose="5,6")
    assert missing.says("Choose the unit that your meter shows.")
    visitor.submit(missing, "/measure/", "Write it down", unit="mmol/L")
    second = visitor.get(address(world, "measure/glucose"))
    assert second.says("mmol/L")
    assert not second.says("Which unit does your meter")
    ask = visitor.submit(second, "/measure/", "Write it down", status=422, glucose="110")
    assert ask.h1 == "Which unit is it?"
    page = visitor.submit(ask, "/measure/", "Blood sugar 110 mg/dL")
    assert page.h1 == "Blood sugar 110 mg/dL"
    assert [row.unit for row in rows(database)] == ["mmol/L", "mg/dL"]
    other = visitor.get(visitor.get(address(world, "measure/glucose")).link("Use another unit"))
    visitor.submit(other, "/measure/", "Write it down", unit="mg/dL", glucose="120")
    with database.read() as session:
        assert session.get_one(Patient, world.rosa_patient.id).units == {"glucose": "mg/dL"}


def test_an_unusual_number_that_fits_both_units_can_be_either(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/glucose"))
    ask = visitor.submit(form, "/measure/", "Write it down", status=422, glucose="15", unit="mg/dL")
    assert ask.says("Blood sugar 15 mmol/L", "Blood sugar 15 mg/dL")
    visitor.post(address(world, "measure/glucose?sure=yes"), glucose="15", unit="mg/dL", client_key="k")
    assert [(row.unit, row.confirmed) for row in rows(database)] == [("mg/dL", True)]


def test_very_high_says_what_to_do_from_the_page_itself(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    assert "data-red" in form.html  # the help is there before anything is sent
    page = visitor.submit(form, "/measure/", "Write it down", systolic="190", diastolic="100")
    assert page.says("This is very high", "911", "555 0100", "555 0111", "Nobody is watching this live.")
    assert page.says("chest pain", "Ring us")
    yes = visitor.submit(page, "/signs", "Yes, I have one of these")
    assert yes.says("Ring now", "911")
    no = visitor.submit(page, "/signs", "No, none of these")
    assert no.says("sit and rest for 5 minutes")
    with database.read() as session:
        assert session.scalars(sa.select(Concern.band)).all() == [1]


def test_an_older_reading(client_as, world, database, frozen_clock):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    typed = {"systolic": "190", "diastolic": "100", "when": "2026-03-08", "at": "02:30"}  # a time that clocks jumped
    ask = visitor.submit(form, "/measure/", "Write it down", status=422, **typed)
    assert ask.h1 == "Is this still so?"
    page = visitor.submit(ask, "/measure/", "No, it is better now")
    assert not page.says("very high")
    assert rows(database)[0].happened_at.isoformat() == "2026-03-08T09:30:00+00:00"
    with database.read() as session:
        assert session.scalars(sa.select(Concern)).all() == []
    for wrong in ({"when": "2026-03-12"}, {"when": "someday"}, {"at": "25:00"}):
        fresh = visitor.get(address(world, "measure/blood_pressure"))
        visitor.submit(fresh, "/measure/", "Write it down", status=422, **{**typed, **wrong})


def test_taking_back(client_as, world, database):
    visitor = client_as(world.rosa)
    page = visitor.submit(visitor.get(address(world, "measure/pain")), "/measure/", "Write it down", pain="3")
    assert page.h1 == "Pain 3 out of 10"
    visitor.submit(page, "/undo", "Undo")
    assert rows(database)[0].undone_at
    assert visitor.get(page.path).says("Taken back.")


def test_a_helper_writes_as_themselves(client_as, world, database):
    visitor = client_as(world.otto)
    page = visitor.submit(
        visitor.get(address(world, "measure/weight")), "/measure/", "Write it down", weight="70,5", unit="kg"
    )
    assert page.says("Otto for Rosa")
    assert (rows(database)[0].actor_id, rows(database)[0].capacity) == (world.otto.id, "proxy")


def test_unknown_kinds_and_other_people(client_as, world, database):
    visitor = client_as(world.rosa)
    visitor.get(address(world, "measure/height"), status=404)
    visitor.post(address(world, "measure/height"), status=404, height="3")
    page = visitor.submit(visitor.get(address(world, "measure/pain")), "/measure/", "Write it down", pain="3")
    theirs = f"/patients/{world.ruben_patient.id}/measurements/{rows(database)[0].id}"
    ruben = client_as(world.ruben)
    ruben.get(theirs, status=404)
    ruben.post(f"{theirs}/undo", status=404)
    ruben.post(f"{theirs}/signs", status=404, signs="yes")
    assert page.status == 200


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_in_the_pseudo_language(client_as, world, kind):
    client_as(world.rosa, lang="en-XA").get(address(world, f"measure/{kind}"))


def test_check_and_result_in_the_pseudo_language(client_as, world):
    visitor = client_as(world.rosa, lang="en-XA")
    visitor.get(address(world))
    form = visitor.get(address(world, "measure/blood_pressure"))
    visitor.submit(form, "/measure/", status=422, systolic="79", diastolic="50")
    visitor.submit(form, "/measure/", systolic="190", diastolic="100")


def test_her_own_plan_speaks_in_her_words(client_as, world, database, frozen_clock):
    with database.write() as session:
        planned(session, world)
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/oxygen"))
    ask = visitor.submit(form, "/measure/", "Write it down", status=422, oxygen="85")
    page = visitor.submit(ask, "/measure/", "Yes, that is right")
    assert page.says("Your own plan: Act now", "Sit up and ring", "Short of breath at rest", "555 0123", "911")
    assert page.says("Nora checked this plan for you on")
    visitor.get(visitor.get(address(world, "limits")).link("If I get worse"))
    pseudo = client_as(world.rosa, lang="en-XA")
    pseudo.get(page.path)
    pseudo.get(address(world, "limits"))


def test_it_asks_to_measure_once_more(client_as, world, database, frozen_clock):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/oxygen"))
    page = visitor.submit(form, "/measure/", "Write it down", oxygen="94")
    assert page.says("Please measure once more", "Rest for 5 minutes.")
    frozen_clock.move(minutes=6)
    second = visitor.submit(visitor.get(page.link("Measure again")), "/measure/", "Write it down", oxygen="97")
    assert second.says("This one is different from the one before.")
    with database.read() as session:
        assert session.scalars(sa.select(Concern)).all() == []
    client_as(world.rosa, lang="en-XA").get(page.path)


def test_weight_with_signs_rings_the_practice_not_the_ambulance(client_as, world, database, frozen_clock):
    with database.write() as session:
        plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Weigh", measure="weight")
    visitor = client_as(world.rosa)
    first = {"weight": "80", "unit": "kg", "when": "2026-03-09", "at": "08:00"}
    visitor.submit(visitor.get(address(world, "measure/weight")), "/measure/", "Write it down", **first)
    page = visitor.submit(visitor.get(address(world, "measure/weight")), "/measure/", "Write it down", weight="81")
    assert page.says("Weigh yourself again tomorrow morning", "Are you more short of breath than usual")
    assert not page.says("911")
    assert visitor.submit(page, "/signs", "Yes, I have one of these").says("Ring us now.")
    with database.read() as session:
        assert session.scalars(sa.select(Concern.band)).all() == [1]


def test_hours_of_sleep_and_thousands_of_steps_as_people_write_them(client_as, world, database):
    visitor = client_as(world.rosa)
    slept = visitor.submit(visitor.get(address(world, "measure/sleep")), "/measure/", "Write it down", sleep="7:30")
    assert slept.h1 == "Sleep 7.5 hours"
    walked = visitor.submit(visitor.get(address(world, "measure/steps")), "/measure/", "Write it down", steps="8,500")
    assert walked.h1 == "8,500 steps"
    assert [(row.canonical, row.unit) for row in rows(database)] == [(450.0, "h"), (8500.0, "{steps}")]


def test_fahrenheit_typed_where_celsius_is_asked_gets_a_question(client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/temperature"))
    ask = visitor.submit(form, "/measure/", "Write it down", status=422, temperature="98.6", unit="Cel")
    page = visitor.submit(ask, "/measure/", "Temperature 98.6 °F")
    assert page.h1 == "Temperature 98.6 °F"
    assert rows(database)[0].canonical == pytest.approx(37.0)


def test_help_before_sending_uses_her_own_limit(frozen_clock, client_as, world, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, "measure/blood_pressure"))
    assert '["systolic", "mm[Hg]", 180, 300.001]' in unescape(form.html)
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        own_limits.put(session, nurse, "bp_crisis_upper", value="160", unit="mm[Hg]", why="Ring early.")
    form = visitor.get(address(world, "measure/blood_pressure"))
    assert '["systolic", "mm[Hg]", 160.0, 300.001], ["diastolic", "mm[Hg]", 120, ' in unescape(form.html)
    page = visitor.submit(form, "/measure/", "Write it down", systolic="162", diastolic="90")
    assert page.says("This is very high", "Very high for you: an upper number of 160 mmHg or more.")
