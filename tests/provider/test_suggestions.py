"""Suggestions from the person: into the draft, or declined with words that they read."""

import pytest

from app.care.plan import drafting, suggestions
from app.models import Concern
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def plan(world):
    return f"/team/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def wish(database, world):
    """Rosa would like to swim."""
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        return drafting.suggest(session, rosa, kind="goal", content={"words": "To swim again"}).id


def test_none_wait(nurse, plan):
    assert nurse.get(f"{plan}/suggestions").says("No suggestions wait")


def test_taken_into_the_draft(nurse, database, world, plan, wish):
    page = nurse.get(f"{plan}/edit")
    assert page.says("One suggestion waits")
    page = nurse.submit(nurse.get(page.link("One suggestion waits")), button="Take it into the draft")
    assert page.h1 == "To swim again"
    with database.read() as session:
        row = session.get(Concern, session.query(Concern.id).scalar())
        assert row.closed_at


def test_declined_with_words_the_person_reads(nurse, database, world, plan, wish):
    page = nurse.get(f"{plan}/suggestions")
    page = nurse.submit(page, button="Send these words", **{f"words-{wish}": "Your ear must heal first."})
    assert page.says("Rosa reads your words beside the suggestion.", "No suggestions wait")
    with database.read() as session:
        row = suggestions.all_of(session, world.grant(session, world.rosa))[0]
        assert (row.state, row.answer_words) == ("declined", "Your ear must heal first.")


def test_a_no_needs_words(nurse, plan, wish):
    page = nurse.submit(nurse.get(f"{plan}/suggestions"), button="Send these words", status=422)
    assert page.says("Say why, in words for the person.", "To swim again")


def test_a_colleague_was_first(nurse, client_as, world, plan, wish):
    page = nurse.get(f"{plan}/suggestions")
    other = client_as(world.physician)
    other.submit(other.get(f"{plan}/suggestions"), button="Take it into the draft")
    page = nurse.submit(page, button="Take it into the draft", status=409)
    assert page.says("already been answered")


def test_a_change_and_a_removal_stand_beside_what_is_in_use(nurse, database, world, plan):
    with database.write() as session:
        keys = plans.offered(session, world)
        rosa = world.grant(session, world.rosa)
        drafting.suggest(session, rosa, kind="activity", key=keys["walk"], action="change", content={"what": "Swim"})
        drafting.suggest(session, rosa, kind="follow_up", key=keys["call"], action="remove", content={})
    page = nurse.get(f"{plan}/suggestions")
    assert page.says("Walk to the corner shop", "Swim", "would like to take this out", "Taken out of the plan")


def test_suggestions_speak_every_language(client_as, world, plan, wish):
    client_as(world.nurse, lang="en-XA").get(f"{plan}/suggestions")
