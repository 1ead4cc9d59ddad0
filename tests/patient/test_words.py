"""Words, explained: the list, a page for each, and links from what the team wrote, never from own words."""

import json

import pytest

from app.care.glossary import site
from app.care.plan import drafting, offering, suggestions
from tests.care.plan import plans


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}"


@pytest.fixture
def keys(database, world):
    """The nurse writes about blood pressure; so does Rosa, in her goal and in a line that she wrote anew."""
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        walk = {"what": "Walk", "how_much": "to lower your blood pressure", "where": "Blood pressure room"}
        goal = {"words": "My blood pressure at 130", "why": "No stroke", "specific": "Take the statin"}
        keys = {
            "walk": plans.put(session, nurse, **walk).key,
            "goal": plans.put(session, nurse, "goal", **goal).key,
            "own": plans.put(session, nurse, what="Check the numbers").key,
        }
        drafting.set_review_date(session, nurse, plans.days(90))
        offering.offer(session, nurse)
        hers = suggestions.suggest(
            session, rosa, kind="activity", key=keys["own"], action="change",
            content={"what": "I check my blood pressure"},
        )  # fmt: skip
        suggestions.accept(session, nurse, hers.id)
        offering.offer(session, nurse)
    return keys


def links(page):
    return [a.text for a in page.tree.all("a") if a.attrs.get("class") == "word"]


def test_from_a_line_to_the_word_and_back(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/plan/items/{keys['walk']}")
    assert links(page) == ["blood pressure"], "the first place only"
    path = page.link("blood pressure")
    word = rosa.get(path, Referer=f"http://localhost{home}/plan/items/{keys['walk']}")
    assert word.says("How hard your blood pushes on the inside of its pipes.", "It has 2 numbers.")
    assert word.link("Back to what you were reading") == f"{home}/plan/items/{keys['walk']}"


@pytest.mark.parametrize(
    "referer", ["https://evil.example/patients/x/plan", "http://localhost/elsewhere", "http://[", ""]
)
def test_the_way_back_leads_nowhere_else(client_as, world, home, referer):
    page = client_as(world.rosa).get(f"{home}/words/statin", Referer=referer)
    assert not page.says("Back to what you were reading")


def test_own_words_hold_no_links(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/plan/items/{keys['goal']}")
    assert page.says("My blood pressure at 130", "No stroke")
    assert links(page) == ["statin"], "what the team made precise is the team’s"
    assert links(rosa.get(f"{home}/plan/items/{keys['own']}")) == [], "the line is hers"
    assert links(rosa.get(f"{home}/plan/sections/my_actions")) == ["blood pressure"], "of the nurse’s line only"
    assert links(client_as(world.nurse).get(f"{home}/plan/items/{keys['walk']}")) == ["blood pressure"]


def test_the_list_is_searched_without_a_script(client_as, world, home):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(f"{home}/plan").link("Words, explained"))
    assert page.says("Statin", "COPD", "Heart failure")
    page = rosa.submit(page, button="Search", q="water pill")
    assert "pill" not in page.path, "what somebody looks up stands in no address"
    assert page.says("1 word found.", "Diuretic")
    assert not page.says("Statin")
    assert rosa.post(f"{home}/words", q="<b>").says("We do not have this word yet.")
    assert rosa.get(f"{home}/words").says("Statin")
    rosa.get(f"{home}/words/nothing", 404)
    client_as(world.ruben).get(f"{home}/words", 404)


def test_a_word_of_the_practice_shows_at_once(client_as, world, home, config):
    entry = {"key": "fvc", "forms": {"en": ["FVC"]}, "plain": {"en": "How much air you <b>blow</b> out."}}
    site.take_in(config.data, json.dumps([entry]).encode())
    page = client_as(world.rosa).get(f"{home}/words/fvc")
    assert page.says("How much air you <b>blow</b> out.", "Explained by your practice.")
