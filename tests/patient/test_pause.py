"""Pause life on the phone: calm, one tap to end it, safety within reach, seen by the team, both names."""

import re

import pytest
import sqlalchemy as sa

from app import clock
from app.models import Pause, ProgressEntry
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def walk(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop")
        plans.item(session, version, what="Swim with Ana")
        plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id, ends=-1)
        plans.on_day(session, walk, world.rosa)
    return walk


def address(world, rest="pause"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def pause(visitor, world, **typed):
    form = visitor.get(address(world))
    said = {"why": "holiday", "until": "day", "ends_on": "2026-03-15", **typed}
    return visitor.submit(form, "/pause", **said)


def test_a_pause_and_one_tap_to_end_it(client_as, world, walk, database):
    visitor = client_as(world.rosa)
    assert visitor.get(address(world, "today")).says("One thing for today.", "Swim with Ana", "Pause the plan")
    today = pause(visitor, world, words="With Ana at the sea")
    assert today.says("Your plan is paused", "Holiday or a trip.", "With Ana at the sea")
    assert today.says("Nothing is asked of you, and nothing counts as missed.")
    assert not today.says("One thing for today.")
    assert [h2.text for h2 in today.tree.all("h2") if h2.inside("article") and not h2.inside("details")] == []
    assert not today.says("Swim with Ana")
    assert today.says("Help now", "If I get worse", "medicines at hand")
    over = visitor.submit(today, "/end", "End the pause now")
    assert over.says("The pause is over. The plan goes on.", "One thing for today.")
    with database.read() as session:
        assert session.scalars(sa.select(Pause.ended_on)).one() == clock.today("America/Edmonton")


def test_who_likes_to_may_still_do_something(client_as, world, walk, database):
    visitor = client_as(world.rosa)
    today = pause(visitor, world)
    assert today.says("Would you still like to do something?")
    visitor.submit(today, f"/today/items/{walk.key}", "I did it")
    with database.read() as session:
        assert session.scalars(sa.select(ProgressEntry.outcome)).all() == ["did"]


def test_until_i_say_is_asked_again(client_as, world, walk, frozen_clock):
    visitor = client_as(world.rosa)
    today = pause(visitor, world, why="grief", until="told", ends_on="")
    assert today.says("Take the time you need.")
    assert not today.says("Is this still so?")
    frozen_clock.move(days=13)
    asked = visitor.get(address(world, "today"))
    assert asked.says("Is this still so?")
    on = visitor.submit(asked, "/on", "Yes, 2 more weeks")
    assert on.says("Your plan is paused")
    assert not on.says("Is this still so?")
    frozen_clock.move(days=15)
    assert visitor.get(address(world, "today")).says(
        "The pause is over", "I need 2 more weeks", "One thing for today."
    )


def test_after_hospital_the_team_can_be_told_what_changed(client_as, world, walk, frozen_clock):
    visitor = client_as(world.rosa)
    pause(visitor, world, why="hospital", ends_on="2026-03-11")
    frozen_clock.move(days=2)
    page = visitor.get(address(world, "today"))
    assert visitor.get(page.link("Did something change in hospital? Tell us.")).h1 == "Something big changed"


def test_a_helper_who_logs_may_and_both_names_are_there(client_as, world, walk):
    otto = client_as(world.otto)
    pause(otto, world, why="hospital")
    for who in (world.rosa, world.otto):
        page = client_as(who).get(address(world, "today"))
        assert page.says("In hospital.", "Otto" if who is world.rosa else "You", "for Rosa")


def test_the_team_sees_it_and_the_promise_of_the_team_stays_late(client_as, world, walk):
    visitor = client_as(world.rosa)
    pause(visitor, world, words="With Ana at the sea")
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    assert page.says("The plan is paused until", "Holiday or a trip", "With Ana at the sea")
    assert visitor.get(address(world, "today")).says("Ask about a taxi", "Late.")


def test_what_was_typed_stays_when_it_is_refused(client_as, world, walk):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world))
    wrong = visitor.submit(
        form, "/pause", status=422, why="hospital", until="day", ends_on="2026-03-01", words="My hip"
    )
    assert wrong.says("The last day is before the pause begins, or is over.")
    assert "My hip" in wrong.html
    assert visitor.submit(form, "/pause", status=422, why="holiday", until="day", ends_on="soon").says("Choose a day")


def test_walls(client_as, world, walk, database):
    pause(client_as(world.rosa), world)
    with database.read() as session:
        id_ = session.scalars(sa.select(Pause.id)).one()
    for who in (world.ruben, world.stranger):
        client_as(who).get(address(world), status=404)
        client_as(who).post(address(world, f"pause/{id_}/end"), status=404)
    client_as(world.nurse).post(address(world), status=403, why="holiday")
    client_as(world.nurse).post(address(world, f"pause/{id_}/end"), status=403)
    client_as(world.clerk).get(address(world), status=403)
    theirs = f"/patients/{world.ruben_patient.id}/pause/{id_}/end"
    client_as(world.ruben).post(theirs, status=404)
    with database.read() as session:
        assert session.scalars(sa.select(Pause.ended_on)).one() is None


def test_no_word_of_blame(client_as, world, walk):
    page = pause(client_as(world.rosa), world)
    assert not re.search(r"failed|streak|overdue|behind", page.text.lower())
