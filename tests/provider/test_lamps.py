"""The lamps on the pages of the draft: in words, with a way on, and nothing waits for them."""

import pytest

from app.care.plan import drafting
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def plan(world):
    return f"/team/patients/{world.rosa_patient.id}/plan"


def lamps(page):
    """The texts of all lamps: some are always there."""
    found = [node.text for node in page.tree.all("li") if node.attrs.get("class", "").startswith("lamp")]
    assert len(found) == 10
    return found


def lamp(page, name):
    """The text of one lamp."""
    return next(text for text in lamps(page) if name in text)


def test_every_lamp_says_what_would_light_it(nurse, plan):
    page = nurse.get(f"{plan}/edit")
    for name in ("Help nearby", "Goals that can be seen", "Goals together", "Gone through and right"):
        assert "Not yet" in lamp(page, name)
    for words in ("%", "incomplete", "missing", "score"):
        assert words not in " ".join(lamps(page)).lower()


def test_help_nearby_is_lit_by_following_its_words(nurse, plan):
    page = nurse.get(nurse.get(f"{plan}/edit").link("Add a person or a service that lends a hand."))
    nurse.submit(page, button="Save in the draft", what="The lunch table")
    for place in ("edit", "offer"):
        assert "There" in lamp(nurse.get(f"{plan}/{place}"), "Help nearby")


def test_a_talk_is_begun_from_its_lamp(nurse, plan):
    page = nurse.get(nurse.get(f"{plan}/edit").link("Go through it together and keep a note."))
    ticked = [n.attrs["value"] for n in page.tree.all("input", name="about") if "checked" in n.attrs]
    assert ticked == ["confirmed"]
    nurse.submit(page, button="Keep the note", topics="All of it", about=ticked, shared="team")
    assert "There" in lamp(nurse.get(f"{plan}/edit"), "Gone through and right")


def test_a_plan_is_offered_with_the_lamps_out(nurse, plan, database, world):
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world)
    page = nurse.get(f"{plan}/offer")
    assert page.says("You can offer the plan as it is.")
    assert not [text for text in lamps(page) if "There" in text]
    page = nurse.submit(page, button="Offer the plan", review_on="2026-09-01")
    assert page.says("The plan is with Rosa.")


def test_what_serves_no_goal_is_listed_quietly(nurse, plan, database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.goal(session, grant)
        plans.walk(session, grant, world)
    page = nurse.get(f"{plan}/edit")
    assert page.says("Lines that name no goal", "Goals that nothing serves yet")
    line = nurse.get(page.link("Walk to the corner shop"))
    goal = next(n.attrs["value"] for n in line.tree.all("option") if n.text == "To dance at the wedding")
    nurse.submit(line, button="Save in the draft", goal_key=goal)
    assert not nurse.get(f"{plan}/edit").says("What goes with which goal")


def test_lamps_of_rosa_say_nothing_of_ruben(nurse, plan, database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.goal(session, grant)
        content = {"what": "The lunch table"}
        drafting.save(session, grant, kind="community_resource", content=content)
    assert "There" in lamp(nurse.get(f"{plan}/edit"), "Help nearby")
    other = nurse.get(f"/team/patients/{world.ruben_patient.id}/plan/edit")
    assert not [text for text in lamps(other) if "There" in text]
