"""The plan in the person's life, as the team reads it: cautions, week, ladder, whose part."""

import pytest

from app.care.plan import drafting, goal_order, offering, parts, possible, pulling, sureness
from app.models import PullsApart, Responsibility
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
CAUTION = "Nobody rang me for a week."


@pytest.fixture
def base(world):
    return f"/team/patients/{world.rosa_patient.id}"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        found = {
            "caution": plans.put(session, nurse, "what_matters", words=CAUTION, sort="care_before").key,
            "matters": plans.put(session, nurse, "what_matters").key,
            "tea": plans.put(session, nurse, "circumstance", sort="practice", words="Sage tea", is_taken="yes").key,
            "one": plans.put(session, nurse, "goal", words="Sleep through").key,
            "two": plans.put(session, nurse, "goal", words="Walk to the lake").key,
        }
        found["walk"] = plans.put(session, nurse, "activity", goal_key=found["two"], minutes=20, travel_minutes=5).key
        found["call"] = plans.put(session, nurse, "follow_up", owner=world.nurse.id).key
        drafting.set_review_date(session, nurse, plans.days(90))
        offering.offer(session, nurse)
        rosa = world.grant(session, world.rosa)
        goal_order.put(session, rosa, found["two"], 0)
        possible.say(session, rosa, {"minutes": 60, "fits": "partly", "words": "Only with Leo"})
        sureness.say(session, rosa, found["walk"], 4, "A shorter way")
        return found


def test_what_to_know_comes_before_goals(client_as, world, base, keys):
    page = client_as(world.nurse).get(f"{base}/plan/life")
    order = [
        page.main.index(words) for words in (CAUTION, "Dancing at the wedding", "Walk to the lake", "Sleep through")
    ]
    assert order == sorted(order), "cautions, values, then goals in the person's own order"
    assert page.says("Sage tea", "Something to take that no pharmacist has looked at yet.")
    assert page.says("4 of 10 sure", "A shorter way", "That is more than 1 hour.", "Partly", "Only with Leo")
    assert client_as(world.nurse).get(f"{base}/").says("How care went before", CAUTION)


def test_who_may_open_it(client_as, world, base, keys):
    client_as(world.clerk).get(f"{base}/plan/life", 403)
    client_as(world.rosa).get(f"{base}/plan/life", 403)
    client_as(world.stranger).get(f"{base}/plan/life", 404)
    other = f"/team/patients/{world.ruben_patient.id}/plan/life"
    assert not client_as(world.nurse).get(other).says(CAUTION)


def test_the_team_marks_and_settles_what_pulls_apart(client_as, world, base, keys, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{base}/plan/life")
    page = nurse.submit(page, button="Mark both", one=keys["one"], other=keys["one"], status=422, pull="Late walks")
    assert page.says("Pick the other line.", "Late walks")
    page = nurse.submit(page, button="Mark both", one=keys["one"], other=keys["two"])
    assert page.says("Late walks")
    rosa = client_as(world.rosa)
    for key in ("one", "two"):
        assert rosa.get(f"/patients/{world.rosa_patient.id}/plan/items/{keys[key]}").says(
            "Late walks", "Nora (nurse)"
        )
    nurse.submit(page, button="This is settled")
    with database.read() as session:
        assert session.query(PullsApart).one().ended_by_id == world.nurse.id
    client_as(world.clerk).post(f"{base}/plan/life/pulls", 403, one=keys["one"], other=keys["two"], pull="x")


def test_a_member_of_the_team_answers_for_their_own_line(client_as, world, base, keys, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{base}/plan/parts")
    assert page.says("1 line is not taken on.")
    words = {f"words-{keys['call']}": "I am away in May."}
    nurse.submit(page, to=f"parts/{keys['call']}", button="I cannot", **words)
    client_as(world.physician).post(f"{base}/plan/parts/{keys['call']}", 403, answer="takes")
    nurse.post(f"{base}/plan/parts/{keys['walk']}", 403, answer="takes")
    with database.read() as session:
        row = session.query(Responsibility).one()
        assert (row.answer, row.owner, row.words) == ("cannot", world.nurse.id, "I am away in May.")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/parts").says("I am away in May.")


def test_the_team_says_what_is_not_theirs(client_as, world, base, keys, database):
    nurse = client_as(world.nurse)
    page = nurse.submit(nurse.get(f"{base}/plan/parts"), to="not-theirs", button="Keep this", status=422)
    assert page.says("Say in a few words what is not theirs to do.")
    nurse.submit(page, to="not-theirs", button="Keep this", owner=world.otto.id, words="Giving insulin")
    assert client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/plan/parts").says("Giving insulin")
    with database.read() as session:
        assert len(parts.not_theirs(session, world.grant(session, world.rosa))) == 1
        assert pulling.of(session, world.grant(session, world.rosa)) == []


def test_it_speaks_every_language_also_empty(client_as, world, base, keys):
    for path in ("life", "parts"):
        client_as(world.nurse, lang="en-XA").get(f"{base}/plan/{path}")
        client_as(world.nurse, lang="en-XA").get(f"/team/patients/{world.ruben_patient.id}/plan/{path}")


def test_a_clinical_target_keeps_where_it_comes_from_and_why_it_is_another(client_as, world, base, keys):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{base}/plan/edit/{keys['one']}")
    said = {
        "target_source": "A guideline, 2025",
        "adjusted": "Low numbers make you dizzy.",
        "parent_key": keys["two"],
    }
    page = nurse.submit(page, button="Save in the draft", **said)
    assert page.says("A guideline, 2025", "Low numbers make you dizzy.")
    page = nurse.get(f"{base}/plan/edit/{keys['two']}")
    page = nurse.submit(page, button="Save in the draft", status=422, parent_key=keys["one"])
    assert page.says("That goal serves this one already.")
