"""Lines of a starter in a draft: ordinary lines, each once, linked, in the language of the person."""

from datetime import timedelta

import pytest

from app.care.plan import drafting, offering, starters
from app.db import new_id
from app.errors import Forbidden, Invalid, NotFound
from tests.care.plan import plans

NAME = "high-blood-pressure"


@pytest.fixture
def starter(room):
    return starters.one(NAME, "en", plans.today())


@pytest.fixture
def keys(starter):
    return {line.name: new_id() for line in starter.lines}


def drafted(room):
    return {line.key: line for line in drafting.draft(room.session, room.nurse).items}


def test_ticked_lines_are_ordinary_lines_of_the_draft(room, starter, keys):
    assert starters.put(room.session, room.nurse, starter, ["walk", "rain", "call", "about-measuring"], keys) == 4
    lines = drafted(room)
    assert set(lines) == {keys[name] for name in ("walk", "rain", "call", "about-measuring")}
    walk, call = lines[keys["walk"]], lines[keys["call"]]
    assert (walk.owner, walk.starts_on, walk.ends_on) == (
        "patient",
        plans.today(),
        plans.today() + timedelta(weeks=2),
    )
    assert call.owner == room.world.nurse.id
    assert lines[keys["rain"]].content["activity_key"] == keys["walk"]
    text = lines[keys["about-measuring"]].content
    assert (text["from_whom"], text["good_until"]) == ("Handrail starter, November 2026", "2027-11-02")
    assert text["about_key"] == ""  # what it is about was not ticked
    drafting.save(room.session, room.nurse, kind="activity", content={"what": "Swim"}, key=keys["walk"])
    assert drafted(room)[keys["walk"]].title == "Swim"


def test_everything_can_be_put_in_and_offered(room):
    for name in starters.names():
        starter = starters.one(name, "es", plans.today())
        every = [line.name for line in starter.lines]
        starters.put(room.session, room.nurse, starter, every, {each: new_id() for each in every})
    drafting.set_review_date(room.session, room.nurse, plans.days(90))
    version = offering.offer(room.session, room.nurse)
    assert version.number == 1


def test_sent_twice_it_is_there_once(room, starter, keys):
    for _again in range(2):
        starters.put(room.session, room.nurse, starter, ["walk", "rain"], keys)
    assert len(drafted(room)) == 2


def test_sent_again_it_keeps_what_was_changed_and_adds_the_rest(room, starter, keys):
    starters.put(room.session, room.nurse, starter, ["walk"], keys)
    drafting.save(room.session, room.nurse, kind="activity", content={"what": "Swim"}, key=keys["walk"])
    starters.put(room.session, room.nurse, starter, ["walk", "rain"], keys)
    lines = drafted(room)
    assert lines[keys["walk"]].title == "Swim"
    assert lines[keys["rain"]].content["activity_key"] == keys["walk"]


def test_they_serve_the_goal_that_was_named(room, starter, keys):
    goal = plans.put(room.session, room.nurse, "goal")
    starters.put(room.session, room.nurse, starter, ["walk", "group"], keys, goal_key=goal.key)
    assert {drafted(room)[keys[name]].content["goal_key"] for name in ("walk", "group")} == {goal.key}


@pytest.mark.parametrize(
    ("ticked", "goal"), [([], ""), (["wish"], ""), (["walk", "salt"], "goalgoalgoalgoal"), (["walk"], "../../plan")]
)
def test_what_does_not_fit_is_refused(room, starter, keys, ticked, goal):
    with pytest.raises(Invalid):
        starters.put(room.session, room.nurse, starter, ticked, keys, goal_key=goal)


def test_identities_must_be_ours(room, starter, keys):
    with pytest.raises(Invalid):
        starters.put(room.session, room.nurse, starter, ["walk"], {**keys, "walk": "x"})
    assert drafted(room) == {}


def test_only_who_drafts_may(room, starter, keys):
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            starters.put(room.session, grant, starter, ["walk"], keys)


def test_languages_and_names():
    day = plans.today()
    assert starters.one(NAME, "es", day).title == "Presión alta"
    assert starters.one(NAME, "es-MX", day).language == "es"
    assert starters.one(NAME, "uk", day).language == "en"
    for name in ("nothing", "../questionnaires/phq-9", ""):
        with pytest.raises(NotFound):
            starters.one(name, "en", day)


def test_a_text_nobody_checked_for_a_year_is_left_out():
    fresh = starters.one(NAME, "en", plans.today())
    last = fresh.good_until
    kinds = [line.kind.name for line in starters.one(NAME, "en", last).lines]
    assert "information" in kinds
    stale = starters.one(NAME, "en", last + timedelta(days=1))
    assert (stale.is_stale, fresh.is_stale) == (True, False)
    assert [line.kind.name for line in stale.lines] == [kind for kind in kinds if kind != "information"]
