"""On the profile: what a score means and where it goes, life in their own words, and signs out of answers."""

from datetime import timedelta

import pytest

from app import clock
from app.care.questionnaires import assignment
from tests.care.plan import plans
from tests.care.questionnaires.scoring.test_scores import built_in
from tests.care.questionnaires.sent import adding_up_to, sent
from tests.provider.test_answers import forms  # noqa: F401  fixture


@pytest.fixture(autouse=True)
def standing_clock(frozen_clock):
    """Before anybody is there: the world is made at the time that the tests are about."""


@pytest.fixture
def send(database, world, forms, frozen_clock):  # noqa: F811
    """`send("phq-9", answers)`: Rosa, or somebody else, sends the form a week after the last one."""

    def asked_and_sent(name, answers, person=None, account=None):
        frozen_clock.move(days=8)
        today = clock.today((person or world.rosa_patient).time_zone)
        with database.write() as session:
            grant = world.grant(session, world.nurse, person)
            days = {"opens_on": today, "closes_on": today + timedelta(days=3)}
            made = assignment.assign(session, grant, forms[name], reader_id=world.nurse.id, **days)
            return sent(session, world.grant(session, account or world.rosa, person), made.id, answers)

    return asked_and_sent


def of(person):
    return f"/team/patients/{person.id}/"


def test_a_score_has_its_meaning_and_its_trend(client_as, world, send):
    def profile():
        return client_as(world.nurse).get(of(world.rosa_patient))  # signed in anew, since weeks go by

    assert not profile().says("Scores")
    send("phq-9", adding_up_to(built_in("phq-9"), 20), world.ruben_patient, world.ruben)
    send("phq-9", adding_up_to(built_in("phq-9"), 4))
    assert profile().says("Scores", "Depression (PHQ-9): 4 of 27")
    assert not profile().says("Before: ")
    for total, means, before, trend in (
        (12, "moderate · ", "Before: 4 on", "That is worse."),
        (11, "moderate · ", "Before: 12 on", "No change that matters."),
        (3, "none or minimal · ", "Before: 11 on", "That is better."),
    ):
        response = send("phq-9", adding_up_to(built_in("phq-9"), total))
        page = profile()
        assert page.says(f"Depression (PHQ-9): {total} of 27", means, before, trend)
        assert response in page.link(f"Depression (PHQ-9): {total} of 27"), "the answers behind it"
    assert not page.says("20 of 27"), "that is Ruben's"


def test_needs_of_daily_life_stand_there_in_their_own_words(client_as, world, database, send):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse), kinds=("circumstance",))
    page = client_as(world.nurse).get(of(world.rosa_patient))
    assert page.says("Social needs and signs", "I look after my sister on Mondays.")
    assert not page.says("Worried about food")
    response = send("social-needs", {"food": option("social-needs", "food", "sometimes")})
    page = client_as(world.nurse).get(of(world.rosa_patient))
    assert page.link("Worried about food").endswith(f"/answers/{response}#q-food"), "the answer that it rests on"
    send("social-needs", {"food": option("social-needs", "food", "no")})
    assert not client_as(world.nurse).get(of(world.rosa_patient)).says("Worried about food")
    assert not client_as(world.nurse).get(of(world.ruben_patient)).says("Social needs and signs")


def option(name, link, code):
    """The place of the option with this code, as a form sends it."""
    options = built_in(name).by_link[link].options
    return str(next(n for n, one in enumerate(options) if one.value["valueCoding"]["code"] == code))
