"""One person at a glance: each section as far as the role reaches."""

import pytest

from app.cli import story
from app.models import Account, Patient
from tests.care.facts import made
from tests.provider.plans import offered
from tests.support.client import Visitor


@pytest.fixture
def demo(database, config):
    """The demo practice, where every section has something in it."""
    with database.write() as session:
        story.tell(session, config.practice.time_zone, {actor.sign_in: "-" for actor in story.CAST.everybody})


@pytest.fixture
def rosa_as(demo, app, database):
    """Rosa's profile as somebody of the demo sees it."""

    def page(who: str, patient: str = "Rosa Marlow"):
        with database.read() as session:
            account = session.query(Account).filter_by(sign_in=who).one()
            person = session.query(Patient).filter_by(full_name=patient).one()
        return Visitor(app, database, account).get(f"/team/patients/{person.id}/")

    return page


def test_the_nurse_sees_what_was_agreed_and_what_waits(rosa_as):
    page = rosa_as("ines")
    assert page.says("To walk to the lake with my grandson again", "Walk to the lake and back by summer.")
    assert page.says("Can I use my stick on the walk?", "A short check-in", "Nobody has read it", "Read by Ines")
    assert page.says("Late. Ines", "Version 2", "Blood pressure 136 over 81", "Leo Hartley helps")
    assert page.link("A short check-in").startswith("/team/patients/")


def test_the_clerk_sees_how_to_reach_her_and_nothing_of_her_health(rosa_as):
    page = rosa_as("theo")
    assert page.says("Rosa Marlow", "555 0142", "Ines (nurse)")
    for words in ("lake", "Blood pressure", "stick", "check-in", "Draft the plan"):
        assert words not in page.main


def test_somebody_new_has_a_profile_that_says_so(rosa_as):
    page = rosa_as("ines", "Tomás Rey")
    assert page.says("No plan has been offered yet.", "Begun, not sent yet", "Español")


def test_the_second_nurse_has_her_own_people(demo, app, database):
    with database.read() as session:
        jonas = session.query(Account).filter_by(sign_in="jonas").one()
        rosa = session.query(Patient).filter_by(full_name="Rosa Marlow").one()
    Visitor(app, database, jonas).get(f"/team/patients/{rosa.id}/", status=404)


def test_the_person_has_pages_of_their_own(client_as, world):
    client_as(world.rosa).get(f"/team/patients/{world.rosa_patient.id}/", status=403)
    client_as(world.otto).get(f"/team/patients/{world.rosa_patient.id}/", status=403)


def test_the_essentials_are_on_one_screen(rosa_as):
    page = rosa_as("ines")
    order = ["Call them Rosa", "To look at", "What matters", "Allergies", "Medicines", "Plan and promises"]
    places = [page.main.index(words) for words in order]
    assert places == sorted(places)
    assert page.says("Last confirmed", "Next review", "If it gets worse", "Goals and how they go", "of the last 28")


def test_a_goal_counts_days_as_the_review_does(rosa_as):
    page = rosa_as("ines")
    assert page.says(
        "Walk to the corner shop and back: on 16 days", "Measure my blood pressure: on 10 days of the last 28"
    )


def test_a_fact_is_corrected_and_confirmed_from_the_profile(frozen_clock, client_as, world, database):
    made.facts(database, world, "allergy", {**made.ALLERGY, "what": "Metopro"})
    fact = made.facts(database, world)
    frozen_clock.move(days=200)
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    assert page.says(
        "An allergy has this name", "Nobody asked how it is taken", "Last confirmed 6 months ago", "Nora"
    )
    page = nurse.post(f"/team/patients/{world.rosa_patient.id}/facts/{fact.id}/confirm", back="profile")
    assert page.says("Confirmed: Metoprolol", "Call them Rosa")
    page = nurse.get(page.link("Correct it: Metoprolol"))
    page = nurse.submit(page, button="Save", name="Bisoprolol")
    assert page.says("Call them Rosa", "Bisoprolol", "Written down.")
    assert not page.says("An allergy has this name")
    assert "Bisoprolol" not in nurse.get(f"/team/patients/{world.ruben_patient.id}/").main


def test_looked_at_is_one_tap(client_as, world, database):
    with database.write() as session:
        offered(session, world)
    nurse = client_as(world.nurse)
    at = f"/team/patients/{world.rosa_patient.id}/"
    page = nurse.submit(nurse.get(at), button="Looked at, nothing changed")
    assert page.says("Counted: you looked at the plan", "Last looked at by Nora (nurse)", "1 time in a year")
    page = nurse.submit(page, button="Take my look back")
    assert page.says("Taken back.", "Nobody has said so in a year.")
    page = nurse.post(f"{at}looked", status=409, number="9")
    assert page.says("The plan has changed since you opened this page.")


def test_the_page_says_who_used_the_plan(client_as, world, database):
    with database.write() as session:
        offered(session, world)
    client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan")
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/used")
    assert page.says("Rosa", "Read it", "Nora (nurse)", "A talk, a call or a review")
    client_as(world.clerk).get(f"/team/patients/{world.rosa_patient.id}/used", status=403)


def test_a_long_list_folds_and_nothing_is_lost(client_as, world, database):
    for n in range(7):
        made.facts(database, world, "allergy", {**made.ALLERGY, "what": f"Thing {n}"})
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    assert page.says("2 more", *(f"Thing {n}" for n in range(7)))
