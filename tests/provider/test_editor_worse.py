"""Lines for hard days in the editor: starters fill the form, a check has name and day, nothing typed is lost."""

import pytest

from app.care.plan import drafting, offering
from tests.care.plan.plans import days, put

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def new(world):
    return f"/team/patients/{world.rosa_patient.id}/plan/edit/new"


def drafted(database, world):
    with database.read() as session:
        return drafting.draft(session, world.grant(session, world.nurse)).items[0]


def test_a_starter_fills_the_form_and_is_not_checked(nurse, database, world, new):
    page = nurse.get(nurse.get(f"{new}/symptom_zones").link("Heart failure"))
    nurse.submit(page, button="Save in the draft")
    line = drafted(database, world)
    assert [(n["rule"], n["number"], n["days"]) for n in line.content["numbers"]] == [
        ("gain", 0.9, 1), ("gain", 2.3, 7), ("loss", 2.3, 7)
    ]  # fmt: skip
    assert not line.kind.may_be_used(line.content)
    assert line.owner == world.nurse.id


def test_the_tick_is_kept_with_name_and_day_and_taken_away_by_a_change(nurse, database, world, new):
    page = nurse.get(f"{new}/symptom_zones?starter=asthma")
    page = nurse.submit(page, button="Save in the draft", i_checked="yes")
    assert page.says("Checked by Nora (nurse) on 2026-03-10.")
    assert drafted(database, world).content["confirmed_by"] == world.nurse.id
    page = nurse.submit(page, button="Save in the draft", signs_watch="A new sign")
    assert page.says("Until you check it here, Rosa sees: not checked yet, do not use it.")
    assert not drafted(database, world).content["confirmed_by"]


def test_no_form_carries_a_check_in(nurse, database, world, new):
    nurse.post(
        f"{new}/symptom_zones", condition="Asthma", signs_now="Hard to breathe", confirmed_by=world.physician.id,
        confirmed_name="Paul (doctor)", confirmed_on="2026-03-10", owner=world.nurse.id,
    )  # fmt: skip
    assert not drafted(database, world).content["confirmed_by"]


def test_a_medicine_without_a_prescriber_is_refused_and_nothing_typed_is_lost(nurse, database, world, new):
    page = nurse.get(f"{new}/symptom_zones?starter=copd")
    page = nurse.submit(
        page, button="Save in the draft", status=422,
        **{"medicines.0.name": "Tablet X", "medicines.0.what": "One more", "phones.0.name": "Nurse line",
           "phones.0.number": "555 0111"},
    )  # fmt: skip
    assert page.says("Say who prescribed it.", "Say on which day it was prescribed.")
    for words in ("Tablet X", "One more", "Nurse line", "I cough up blood."):
        assert words in page.html
    with database.read() as session:
        assert not drafting.draft(session, world.grant(session, world.nurse)).items


@pytest.mark.parametrize("kind", ["before_hospital", "medicine_at_hand", "stand_in", "trigger"])
def test_each_kind_opens_saves_and_comes_back_as_it_was(nurse, database, world, new, kind):
    with database.write() as session:
        key = put(session, world.grant(session, world.nurse), kind, owner=world.nurse.id).key
    before = drafted(database, world).content
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{key}")
    nurse.submit(page, button="Save in the draft", reason="Only to save it")
    assert drafted(database, world).content == before
    nurse.get(f"{new}/{kind}")


def test_an_empty_form_names_what_is_missing(nurse, new):
    page = nurse.submit(nurse.get(f"{new}/before_hospital"), button="Save in the draft", status=422)
    assert page.says(
        "Write at least one sign for which they ring", "Write at least one thing that can be done at home."
    )


def test_a_checklist_is_begun_with_a_starter(nurse, database, world, new):
    page = nurse.get(nurse.get(f"{new}/trigger").link("A new carer"))
    nurse.submit(page, button="Save in the draft")
    assert "Invite the new carer." in drafted(database, world).content["steps"]


def test_the_profile_says_quietly_who_would_be_missed(nurse, database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        put(session, grant, "activity", with_whom="Ruth")
        put(session, grant, "trigger", owner=world.nurse.id)
        drafting.set_review_date(session, grant, days(90))
        offering.offer(session, grant)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    assert page.says("Nobody steps in yet for", "Ruth")
    assert nurse.get(page.link("If this happens: She comes home from hospital")).says("Ring her", "Done today")
