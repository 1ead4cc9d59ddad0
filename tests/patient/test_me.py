"""The person's own page, and what it shows to a helper."""

import pytest

from app.models import Account, Patient, ProxyGrant


@pytest.fixture
def place(world):
    return f"/patients/{world.rosa_patient.id}/me"


def test_everything_about_oneself_on_one_page(client_as, world, place):
    page = client_as(world.rosa).get(place)
    assert page.says(
        "We call you Rosa", "Nora (nurse)", "Paul (doctor)", "Carla (front desk)", "Otto Vega", "Sign out"
    )
    assert page.link("Where you are signed in") == "/devices"
    assert page.link("Reminders").endswith("/reminders")


def test_what_to_call_each_of_the_team_for(client_as, world, place):
    nurse = client_as(world.nurse)
    team = nurse.get(f"/team/patients/{world.rosa_patient.id}/team")
    nurse.submit(team, to=f"/team/{world.nurse.id}/call-for", **{f"call_for-{world.nurse.id}": "Sugar and feet"})
    for who in (world.rosa, world.otto):
        page = client_as(who).get(place)
        assert page.says("Nora (nurse)", "Call for: Sugar and feet")
        assert page.main.count("Call for:") == 1


def test_the_name_to_be_called(client_as, world, place, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(place), to="/me/name", preferred_name="Doña Rosa")
    assert page.says("From now on we call you Doña Rosa.", "Doña Rosa (you)")
    page = rosa.submit(rosa.get(place), to="/me/name", status=422, preferred_name="x" * 101)
    assert page.says("too long")
    assert page.tree.first("input", name="preferred_name").attrs["value"] == "x" * 101
    with database.read() as session:
        assert session.get_one(Patient, world.rosa_patient.id).preferred_name == "Doña Rosa"
        assert session.get_one(Patient, world.ruben_patient.id).preferred_name == "Ruben"


def test_another_language_from_now_on(client_as, world, place, database):
    rosa = client_as(world.rosa)
    rosa.http.post("/language", data={"csrf_token": rosa.token(), "language": "es", "back": place})
    with database.read() as session:
        assert session.get_one(Account, world.rosa.id).language == "es"
    rosa.lang = "es"
    assert rosa.get(place).status == 200


def test_helpers_are_ended_after_a_look_at_what_was_agreed(client_as, world, place, database):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(place).link("Otto Vega"))
    assert page.says("What to do, and ways round", "see, write down", "What Otto wrote stays")
    page = rosa.submit(page, button="End access for Otto")
    assert page.says("Otto can no longer open your plan.", "Nobody has access besides you")
    client_as(world.otto).get(place, status=404)
    with database.read() as session:
        assert session.query(ProxyGrant).one().withdrawn_at is not None


def test_a_helper_reads_what_was_agreed_and_changes_nothing(client_as, world, place, database):
    otto = client_as(world.otto)
    page = otto.get(place)
    assert page.says("What you agreed with Rosa", "What to do, and ways round", "see, write down", "Otto")
    assert "The name you want to be called" not in page.main
    otto.post(f"{place}/name", status=403, preferred_name="Rosie")
    with database.read() as session:
        grant = session.query(ProxyGrant).one()
    otto.post(f"{place}/helpers/{grant.id}/end", status=403)


def test_a_helper_is_named_on_every_screen_beside_the_person(client_as, world, place):
    otto, base = client_as(world.otto), place.removesuffix("/me")
    for screen in ("me", "today", "plan", "plan/versions", "look-back", "measure", "measure/weight", "review",
                   "reminders"):  # fmt: skip
        band = otto.get(f"{base}/{screen}").tree.first("header")
        assert "Rosa Vega" in band.text, screen
        assert "Otto · You are helping Rosa" in band.text, screen


def test_somebody_elses_helper_is_nobody(client_as, world, database):
    with database.read() as session:
        grant = session.query(ProxyGrant).one()
    ruben = client_as(world.ruben)
    ruben.get(f"/patients/{world.ruben_patient.id}/me/helpers/{grant.id}", status=404)
    ruben.post(f"/patients/{world.ruben_patient.id}/me/helpers/{grant.id}/end", status=404)


def test_the_team_is_led_to_the_profile(client_as, world, place):
    assert client_as(world.nurse).get(place).path == f"/team/patients/{world.rosa_patient.id}/"
