"""Promises: mine and theirs in one list. A late one of the team is seen as late before anybody marks it."""

from datetime import timedelta

import pytest

from app import clock
from app.models import Delivered
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def lines(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        nurse = world.nurse.id
        made = {
            "walk": plans.item(session, version, what="Walk to the shop"),
            "taxi": plans.item(session, version, what="Ask about a taxi", owner=nurse, ends=0),
            "meals": plans.item(session, version, "community_resource", what="Meals at home", owner=nurse, ends=0,
                                state="asked"),
            "choir": plans.item(session, version, "community_resource", what="The choir", owner=nurse, ends=-3,
                                state="going"),
            "bus": plans.item(session, version, "community_resource", what="The bus", owner=nurse, ends=-3,
                              state="did_not_work"),
            "gel": plans.item(session, version, "trial", what="the gel", way="pause", owner=nurse, ends=0),
            "ring": plans.item(session, version, "follow_up", with_whom="Nora", how="phone", owner=nurse, ends=9),
            "swim": plans.item(session, version, what="Swim with Ana"),
            "lift": plans.item(session, version, what="Drive her", owner=world.otto.id),
        }  # fmt: skip
        plans.entry(
            session, made["swim"], world.rosa, clock.today("America/Edmonton"), "no_longer_fits", note="My hip"
        )
    return made


def address(world, rest="promises"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def row(page, words):
    return next(said for said in rows(page) if words in said)


def rows(page):
    return [" ".join(li.text.split()) for li in page.tree.first("main").all("li")]


def test_one_list_of_both_sides(client_as, world, lines):
    page = client_as(world.rosa).get(address(world))
    assert "You, until" in row(page, "Walk to the shop")
    assert "Due today" in row(page, "Ask about a taxi")
    assert "Nora (nurse), by" in row(page, "Ask about a taxi")
    assert "Due today" in row(page, "Meals at home")
    assert "Due today" in row(page, "A pause from: the gel")
    assert "Due by Thursday 19 March" in row(page, "A phone call with Nora")
    assert "Kept" in row(page, "The choir")
    assert "It is going on" in row(page, "The choir")
    assert "Dropped" in row(page, "The bus")
    assert "Dropped" in row(page, "Swim with Ana")
    assert "My hip" in row(page, "Swim with Ana")
    assert "Otto, by" in row(page, "Drive her")
    assert "Late" not in page.text


def test_late_by_itself_and_first_of_all(client_as, world, lines, frozen_clock):
    visitor = client_as(world.rosa)
    assert not visitor.get(address(world, "today")).says("Late.")
    frozen_clock.move(days=1)
    page = visitor.get(address(world))
    first = rows(page)[:3]
    assert all("Late. We said by Tuesday 10 March." in words and "Ring us" in words for words in first)
    assert {"taxi", "Meals", "gel"} == {name for name in ("taxi", "Meals", "gel") for w in first if name in w}
    today = visitor.get(address(world, "today"))
    assert today.says("Ask about a taxi", "Late. Nora (nurse) said by Tuesday 10 March.")
    assert "Late" not in row(page, "Walk to the shop")
    frozen_clock.move(days=70)
    assert "Late" not in row(visitor.get(address(world)), "Walk to the shop"), "what a person did not do is no debt"


def test_kept_and_dropped_by_the_team(client_as, world, lines, frozen_clock, database):
    frozen_clock.move(days=2)
    with database.write() as session:
        for name, answer in (("taxi", "kept"), ("meals", "dropped")):
            session.add(Delivered(
                patient_id=world.rosa_patient.id, key=lines[name].key, number=1, side="team", answer=answer,
                words="The kitchen closed." if answer == "dropped" else "", actor_id=world.nurse.id, capacity="team",
                at=clock.now() - timedelta(hours=1),
            ))  # fmt: skip
    page = client_as(world.rosa).get(address(world))
    assert "Kept on Thursday 12 March" in row(page, "Ask about a taxi")
    assert "The kitchen closed." in row(page, "Meals at home")
    assert not client_as(world.rosa).get(address(world, "today")).says("Late. Nora (nurse) said by", "taxi")


def test_a_helper_sees_the_same_with_names(client_as, world, lines):
    page = client_as(world.otto).get(address(world))
    assert "Rosa, until" in row(page, "Walk to the shop")
    assert "You, until" in row(page, "Drive her")
    for who in (world.ruben, world.stranger):
        client_as(who).get(address(world), status=404)
    client_as(world.clerk).get(address(world), status=403)


def test_nothing_yet(client_as, world):
    assert client_as(world.rosa).get(address(world)).says("Nothing here yet")
