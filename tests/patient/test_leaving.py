"""Stopping, said by the person or by the team on their word, and coming back."""

import pytest

from app.models import Patient

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_she_stops_and_comes_back(client_as, world, database):
    rosa, me = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.get(rosa.get(f"{me}/me").link("Stop taking part"))
    assert page.says("You do not have to say why", "Pause the plan for some days")
    page = rosa.submit(page, button="Stop taking part", words="x" * 1001, status=422)
    assert page.tree.first("textarea", name="words").text == "x" * 1001
    page = rosa.submit(page, button="Stop taking part", words="I move away.")
    assert page.says("Nothing is asked of you any more.", "You can come back at any time")
    page = rosa.get(f"{me}/today")
    assert page.says("You take part no longer", "Your plan is here to read")
    for contrary in ("Nothing for today yet", "Pause the plan"):
        assert not page.says(contrary), contrary
    assert rosa.get(f"{me}/me").says("Since Tuesday 10 March. Come back, take it along, or have it erased.")
    assert client_as(world.otto).get(f"{me}/today").says("Rosa takes part no longer")
    client_as(world.otto).get(f"{me}/me/leaving", status=403)
    nurse = client_as(world.nurse)
    assert nurse.get(f"/team{me}/").says("Left on")
    assert nurse.get("/team/patients").says("Left on")
    page = nurse.get(f"/team{me}/leaving")
    assert page.says("I move away.", "Left on")
    assert rosa.submit(rosa.get(f"{me}/me/leaving"), button="Take part again").says("You take part again.")
    with database.read() as session:
        assert session.get_one(Patient, world.rosa_patient.id).left_at is None


def test_the_team_on_her_word(client_as, world, database):
    nurse = client_as(world.nurse)
    place = f"/team/patients/{world.rosa_patient.id}/leaving"
    page = nurse.submit(nurse.get(place), button="Rosa stops taking part", words="x" * 1001, status=422)
    page = nurse.submit(page, button="Rosa stops taking part", words="She told me so.")
    assert page.says("Rosa takes part no longer.", "She told me so.", "Nora")
    page = nurse.submit(page, button="Rosa comes back")
    assert page.says("Rosa takes part again.", "Came back on")
    client_as(world.stranger).get(place, status=404)
    client_as(world.clerk).get(place, status=403)
    assert client_as(world.nurse, lang="en-XA").get(place).status == 200
    assert client_as(world.rosa, lang="en-XA").get(f"/patients/{world.rosa_patient.id}/me/leaving").status == 200
    with database.read() as session:
        assert session.get_one(Patient, world.ruben_patient.id).left_at is None
