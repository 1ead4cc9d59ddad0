"""One star for what matters most, and which parts somebody has opened: both the reader's own."""

import pytest
import sqlalchemy as sa

from app.care.plan import offering
from app.models import PartOpened, Starred
from tests.care.plan import plans


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse), ("what_matters", "goal", "activity"))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def test_one_line_has_the_star_and_it_can_be_taken_away(client_as, world, database, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"{home}/items/{keys['what_matters']}"), "/star")
    assert page.says("Your star is here. Your team sees it too.", "This matters most to you.", "Take my star away")
    assert rosa.get(f"{home}/sections/what_matters").says("This matters most to you.")
    rosa.submit(rosa.get(f"{home}/items/{keys['goal']}"), "/star")
    assert not rosa.get(f"{home}/items/{keys['what_matters']}").says("This matters most to you.")
    assert rosa.get(f"{home}/items/{keys['goal']}").says("This matters most to you.")
    assert client_as(world.otto).get(f"{home}/items/{keys['goal']}").says("This matters most to Rosa.")
    page = rosa.submit(rosa.get(f"{home}/items/{keys['goal']}"), "/star")
    assert page.says("The star is taken away.")
    assert not page.says("This matters most to you.")
    with database.read() as session:
        rows = session.scalars(sa.select(Starred).order_by(Starred.at)).all()
    assert [row.key for row in rows] == [keys["what_matters"], keys["goal"], ""]


def test_the_same_star_twice_is_one_row_and_only_the_person_gives_it(client_as, world, database, home, keys):
    rosa = client_as(world.rosa)
    for _ in range(2):
        rosa.post(f"{home}/items/{keys['goal']}/star", star="yes")
    rosa.post(f"{home}/items/{keys['activity']}/star", 422, star="yes")
    rosa.post(f"{home}/items/{keys['goal']}/star", 422, star="maybe")
    rosa.post(f"{home}/items/nosuchkeynosuch1/star", 404, star="yes")
    client_as(world.otto).post(f"{home}/items/{keys['goal']}/star", 403, star="yes")
    client_as(world.ruben).post(f"{home}/items/{keys['goal']}/star", 404, star="yes")
    assert "This matters most to me" not in client_as(world.otto).get(f"{home}/items/{keys['goal']}").html
    with database.read() as session:
        assert [row.key for row in session.scalars(sa.select(Starred))] == [keys["goal"]]


def test_the_line_with_the_star_is_the_one_on_the_emergency_card(client_as, world, database, home, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        second = plans.offered(session, nurse, ("what_matters",), review_in=170)["what_matters"]
        plans.put(session, nurse, "what_matters", key=second, words="My garden")
    with database.write() as session:
        offering.offer(session, world.grant(session, world.nurse))
    rosa = client_as(world.rosa)
    assert not rosa.get(f"{home}/paper/card").says("My garden")
    rosa.post(f"{home}/items/{second}/star", star="yes")
    assert rosa.get(f"{home}/paper/card").says("My garden")


def test_an_opened_part_is_marked_for_whoever_opened_it(client_as, world, database, home, keys):
    rosa = client_as(world.rosa)
    assert not rosa.get(home).says("You have opened this part.")
    assert rosa.get(f"{home}/first").says("Parts that you have not opened yet", "My goals")
    for _ in range(2):
        rosa.get(f"{home}/sections/goals")
    assert rosa.get(home).says("You have opened this part.")
    assert not rosa.get(f"{home}/first").says("My goals")
    assert not client_as(world.otto).get(home).says("You have opened this part.")
    with database.read() as session:
        rows = session.scalars(sa.select(PartOpened)).all()
    assert [(row.part, row.number, row.actor_id) for row in rows] == [("goals", 1, world.rosa.id)]
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse), ("strength",), review_in=170)
    assert not rosa.get(home).says("You have opened this part."), "another version is read anew"
