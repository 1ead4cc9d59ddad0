"""Offering the draft: what blocks, what is asked again, and the plan is with the person."""

from datetime import timedelta

import pytest

from app.care.plan import drafting, reading
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def plan(world):
    return f"/team/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def test_an_empty_draft_cannot_be_offered(nurse, plan):
    page = nurse.get(f"{plan}/offer")
    assert page.says("Add at least one line")
    page = nurse.submit(page, button="Offer the plan", status=422, why="A start.")
    assert page.says("The plan needs a little more")
    assert "A start." in page.html


def test_what_is_missing_leads_to_its_field(nurse, database, world, plan):
    with database.write() as session:
        row = plans.walk(session, world.grant(session, world.nurse), world, owner="", ends_on=None)
    page = nurse.get(f"{plan}/offer")
    assert page.link("Say who does this.").endswith(f"/plan/edit/{row.key}#f-owner")
    assert page.link("Say until which day.").endswith(f"/plan/edit/{row.key}#f-ends_on")
    nurse.submit(page, button="Offer the plan", status=422)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Pick a day for the next review."),
        ("2020-01-01", "still to come"),
        ("2027-03-12", "within 12 months"),
        ("soon", "Pick a day"),
    ],
)
def test_the_review_date_is_soon_enough(nurse, database, world, plan, day, words):
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world)
    page = nurse.submit(nurse.get(f"{plan}/offer"), button="Offer", status=422, review_on=day, why="Because.")
    assert page.says(words)
    assert "Because." in page.html


def test_the_plan_is_with_rosa(nurse, database, world, plan):
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world)
    page = nurse.submit(nurse.get(f"{plan}/offer"), button="Offer the plan", why="A first step.")
    assert page.h1 == "The plan is with Rosa."
    with database.read() as session:
        view = reading.current(session, world.grant(session, world.rosa))
        assert (view.number, view.version.why) == (1, "A first step.")


def test_only_what_changes_in_substance_is_asked_again(nurse, database, world, plan, keys):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.walk(session, grant, world, key=keys["walk"], content={"what": "Walk to the bench"})
        plans.goal(session, grant, words="To dance at the wedding!", key=keys["goal"], wording_only=True)
        drafting.remove(session, grant, keys["call"], reason="Nora is away.")
    page = nurse.get(f"{plan}/offer")
    assert page.says("Walk to the corner shop", "Walk to the bench", "Only the wording changes.", "Nora is away.")
    stands = page.tree.first("section", **{"aria-labelledby": "same"}).text
    assert "To dance at the wedding!" in stands
    assert "bench" not in stands
    nurse.submit(page, button="Offer the plan")
    with database.read() as session:
        before = {i.key: i.substance for i in _items(session, world, 1)}
        now = {i.key: i.substance for i in _items(session, world, 2)}
    assert before[keys["goal"]] == now[keys["goal"]]
    assert before[keys["walk"]] != now[keys["walk"]]
    assert keys["call"] not in now


def test_offered_twice_is_one_version(nurse, database, world, plan):
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world)
    form = nurse.get(f"{plan}/offer")
    nurse.submit(form, button="Offer the plan")
    page = nurse.submit(form, button="Offer the plan", status=409)
    assert page.says("Somebody else offered a new version")


def test_the_day_alone_can_be_kept(nurse, world, plan):
    day = plans.days(world)[0] + timedelta(days=30)
    page = nurse.post(f"{plan}/offer/date", review_on=day.isoformat())
    assert page.says("The day is kept in the draft.")
    assert day.isoformat() in page.html


def test_the_offer_speaks_every_language(client_as, world, plan, keys):
    visitor = client_as(world.nurse, lang="en-XA")
    visitor.get(f"{plan}/offer")
    visitor.get(f"{plan}/offered/1")


def test_nobody_else_offers(client_as, world, plan):
    client_as(world.rosa).post(f"{plan}/offer", 403)
    client_as(world.clerk).post(f"{plan}/offer", 403)
    client_as(world.stranger).post(f"{plan}/offer", 404)


def _items(session, world, number):
    from app.care.plan import versions

    return versions.items_of(session, world.grant(session, world.nurse), [number])[number]
