"""An irregular beat that the device shows: asked with the pressure, kept, said again, urgent only with signs."""

from datetime import timedelta

import pytest

from app import clock
from app.care.progress.flags import FLAGS, spoken
from app.db import new_id
from app.models import Concern, Measurement
from tests.care.progress.judged import NOON, judge, row

ASKS = "Did the device show an irregular beat?"


@pytest.mark.parametrize(
    ("upper", "pulse", "irregular", "flag", "band"),
    [
        (125, "", "yes", "irregular", None), (125, "", "no", None, None), (125, "", "", None, None),
        (125, "", "perhaps", None, None), (125, 121, "yes", "pulse", "soon"), (180, "", "yes", "bp_crisis", "urgent"),
        (90, "", "yes", "bp_low", None),
    ],
)  # fmt: skip
def test_what_it_means(upper, pulse, irregular, flag, band):
    found = judge("blood_pressure", "mm[Hg]", systolic=upper, diastolic=60, pulse=pulse, irregular=irregular)
    assert (found.flag, found.band) == (flag, band)


def test_it_hides_no_high_average_from_the_team_and_the_average_hides_no_question():
    before = [row("blood_pressure", NOON - timedelta(days=n // 2, hours=1, minutes=n), "mm[Hg]", systolic=150,
                  diastolic=90) for n in range(11)]  # fmt: skip
    found = judge("blood_pressure", "mm[Hg]", before=before, systolic=150, diastolic=90, irregular="yes")
    assert (found.flag, found.band) == ("bp_mean", "routine")
    assert spoken("bp_mean", {"irregular": "yes"}) is FLAGS["irregular"]
    assert spoken("bp_mean", {"irregular": "no"}) is FLAGS["bp_mean"]
    assert spoken("bp_crisis", {"irregular": "yes"}) is FLAGS["bp_crisis"]
    assert spoken(None, {}) is None


def lines(database, world):
    with database.read() as session:
        query = session.query(Concern).filter_by(rule="measurement_flag")
        return [(one.patient_id == world.rosa_patient.id, one.band, one.why["flag"]) for one in query]


@pytest.mark.parametrize("signs", ["yes", "no"])
def test_asked_kept_and_urgent_only_with_signs(client_as, world, database, signs):
    rosa = client_as(world.rosa)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/blood_pressure")
    assert form.says(ASKS, "Leave this empty if yours does not say.")
    page = rosa.submit(form, "/measure/", "Write it down", systolic="125", diastolic="75", irregular="yes")
    assert page.h1 == "Blood pressure 125 over 75, irregular beat"
    assert page.says("Your device showed an irregular beat", "Do you have chest pain")
    assert lines(database, world) == [], "the phone speaks; alone it raises nothing"
    with database.read() as session:
        assert session.query(Measurement).one().values == {"systolic": 125, "diastolic": 75, "irregular": "yes"}
    words = {"yes": "Yes, I have one of these", "no": "No, none of these"}[signs]
    after = rosa.submit(page, "/signs", words)
    assert after.says("Ring now") is (signs == "yes")
    assert lines(database, world) == ([(True, 1, "irregular")] if signs == "yes" else [])
    if signs == "yes":
        assert client_as(world.nurse).get("/team/").says("irregular beat", "Says: has signs now.")


def test_signs_beside_a_high_average_are_about_the_beat(client_as, world, database):
    with database.write() as session:
        for n in range(11):
            session.add(Measurement(
                patient_id=world.rosa_patient.id, kind="blood_pressure", values={"systolic": 150, "diastolic": 90},
                unit="mm[Hg]", canonical=150.0, happened_at=clock.now() - timedelta(days=n // 2, minutes=n + 1),
                recorded_at=clock.now(), client_key=new_id(), actor_id=world.rosa.id, capacity="self",
            ))  # fmt: skip
    rosa = client_as(world.rosa)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/blood_pressure")
    page = rosa.submit(form, "/measure/", "Write it down", systolic="150", diastolic="90", irregular="yes")
    assert page.says("Your device showed an irregular beat", "Do you have chest pain")
    assert lines(database, world) == [(True, 3, "bp_mean")]
    rosa.submit(page, "/signs", "Yes, I have one of these")
    assert lines(database, world) == [(True, 1, "irregular")]


def test_it_is_asked_with_pressure_only_and_stays_through_a_question(client_as, world, database):
    rosa = client_as(world.rosa)
    assert not rosa.get(f"/patients/{world.rosa_patient.id}/measure/oxygen").says(ASKS)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/blood_pressure")
    asked = rosa.submit(
        form, "/measure/", "Write it down", systolic="79", diastolic="60", irregular="yes", status=422
    )
    rosa.submit(asked, "/measure/", "Yes, that is right")
    with database.read() as session:
        assert session.query(Measurement).one().values["irregular"] == "yes"
