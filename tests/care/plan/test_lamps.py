"""Lamps: what lights each, that no answer does, that nothing waits for one; and what serves no goal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.care.plan import decisions, drafting, lamps, offering, talks
from app.care.plan.kinds import KINDS
from app.errors import Forbidden
from tests.care.plan import plans

MUST_HAVES = ["problems", "measurable_goals", "symptom_plan", "medicines", "community", "review"]
ESSENTIALS = ["understanding", "goals", "actions", "confirmed"]


def lit(room):
    """Names of the lamps that are lit in the nurse's draft."""
    found = lamps.of(room.session, room.nurse, drafting.draft(room.session, room.nurse))
    return {f"has {lamp.name}" for lamp in found.has if lamp.is_lit} | {
        lamp.name for lamp in found.talked if lamp.is_lit
    }


def talk(room, about, days=0):
    return talks.write(
        room.session, room.nurse, happened_on=plans.days(days), about=[about], topics="The plan", shared="team"
    )


def test_every_lamp_is_there_and_out_in_an_empty_draft(room):
    found = lamps.of(room.session, room.nurse, drafting.draft(room.session, room.nurse))
    assert [lamp.name for lamp in found.has] == MUST_HAVES
    assert [lamp.name for lamp in found.talked] == ESSENTIALS
    assert lit(room) == set()
    assert all(lamp.add in KINDS for lamp in found.has if lamp.add)


def test_a_plan_is_offered_with_every_lamp_out(room):
    plans.put(room.session, room.nurse, "activity")
    drafting.set_review_date(room.session, room.nurse, plans.days(90))
    assert lit(room) == {"has review"}  # an offer always has its day
    version = offering.offer(room.session, room.nurse)
    assert version.number == 1


@pytest.mark.parametrize(
    ("kind", "over", "name"),
    [
        ("goal", {"measure": "I get there without a stop"}, "has measurable_goals"),
        ("goal", {"target": "20", "unit": "minutes"}, "has measurable_goals"),
        ("community_resource", {}, "has community"),
    ],
)
def test_a_line_lights_its_lamp(room, kind, over, name):
    row = plans.put(room.session, room.nurse, kind, **over)
    assert lit(room) == {name}
    drafting.discard(room.session, room.nurse, row.key)
    assert lit(room) == set()


def test_a_goal_without_a_measure_leads_to_that_goal(room):
    row = plans.put(room.session, room.nurse, "goal")
    found = lamps.of(room.session, room.nurse, drafting.draft(room.session, room.nurse))
    lamp = next(lamp for lamp in found.has if lamp.name == "measurable_goals")
    assert (lamp.is_lit, lamp.change, lamp.add) == (False, row.key, "")


@pytest.mark.parametrize("about", ESSENTIALS)
def test_a_talk_lights_an_essential(room, about):
    talk(room, about)
    assert lit(room) == {about}


def test_talks_count_for_the_version_that_comes_next(room, frozen_clock):
    talk(room, "confirmed", days=-30)
    assert lit(room) == {"confirmed"}
    plans.offered(room.session, room.nurse, ("activity",))
    assert lit(room) == {"has review"}
    frozen_clock.move(days=1)
    talk(room, "confirmed")
    assert "confirmed" in lit(room)


@pytest.mark.parametrize(("kind", "name"), [("goal", "goals"), ("activity", "actions")])
def test_what_the_person_wrote_lights_it_without_a_talk(room, kind, name):
    plans.put(room.session, room.nurse, kind)
    assert name not in lit(room)
    theirs = drafting.suggest(room.session, room.rosa, kind=kind, content=plans.CONTENTS[kind])
    assert name not in lit(room)
    drafting.accept(room.session, room.nurse, theirs.id)
    assert name in lit(room)


@pytest.mark.parametrize("answer", ["yes", "no", "not_now", "talk"])
def test_no_answer_changes_a_lamp(room, answer):
    keys = plans.offered(room.session, room.nurse)
    before = lit(room)
    for key in keys.values():
        decisions.decide(room.session, room.rosa, key, 1, answer)
    assert lit(room) == before


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("problem", {"plain": "High blood pressure"}, "problems"),
        ("symptom_zones", {"condition": "COPD"}, "symptom_plan"),
        ("treatment", {"sort": "medicine", "plain_name": "The water tablet"}, "medicines"),
        ("treatment", {"sort": "exercise", "plain_name": "Breathing class"}, None),
    ],
)
def test_a_lamp_waits_for_its_kind_and_is_lit_by_it(room, monkeypatch, kind, content, name):
    monkeypatch.delitem(KINDS, kind, raising=False)
    found = lamps.of(room.session, room.nurse, drafting.draft(room.session, room.nurse))
    assert not [lamp for lamp in found.has if lamp.is_lit or lamp.add == kind]
    like = replace(KINDS["strength"], name=kind, parse=dict, title=str, lines=lambda _content: [])
    monkeypatch.setitem(KINDS, kind, like)
    drafting.save(room.session, room.nurse, kind=kind, content=content)
    assert lit(room) == ({f"has {name}"} if name else set())


def test_when_it_is_expected_to_get_harder_help_nearby_is_looked_at_again(room):
    plans.offered(room.session, room.nurse, ("expectation", "community_resource"))
    assert "has community" in lit(room)
    key = plans.put(room.session, room.nurse, "expectation", course="decline").key
    assert "has community" not in lit(room)
    table = plans.put(room.session, room.nurse, "community_resource", what="Meals at home")
    assert "has community" in lit(room)
    drafting.discard(room.session, room.nurse, table.key)
    plans.put(room.session, room.nurse, "expectation", key=key, course="hold")
    assert "has community" in lit(room), "only a harder course asks for it"


@pytest.mark.parametrize("state", ["ended", "did_not_work"])
def test_help_that_has_ended_lights_nothing(room, state):
    plans.put(room.session, room.nurse, "community_resource", state=state)
    assert lit(room) == set()


def test_a_day_that_has_passed_is_no_review_to_come(room, frozen_clock):
    plans.offered(room.session, room.nurse, ("activity",), review_in=10)
    assert lit(room) == {"has review"}
    frozen_clock.move(days=10)
    assert lit(room) == set()


def test_only_who_drafts_sees_lamps(room):
    view = drafting.draft(room.session, room.nurse)
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            lamps.of(room.session, grant, view)


def test_what_serves_no_goal_and_which_goals_nothing_serves(room):
    goal = plans.put(room.session, room.nurse, "goal")
    other = plans.put(room.session, room.nurse, "goal", words="To sing again")
    walk = plans.put(room.session, room.nurse, "activity", goal_key=goal.key)
    plans.put(room.session, room.nurse, "coping_strategy", activity_key=walk.key)
    table = plans.put(room.session, room.nurse, "community_resource")
    found = lamps.aligned(drafting.draft(room.session, room.nurse))
    assert [line.key for line in found.without_goal] == [table.key]
    assert [line.key for line in found.without_line] == [other.key]


def test_a_step_serves_its_goal_and_what_is_expected_serves_none(room):
    goal = plans.put(room.session, room.nurse, "goal")
    step = plans.put(room.session, room.nurse, "goal", words="To the corner", parent_key=goal.key)
    other = plans.put(room.session, room.nurse, "goal", words="To sing again")
    plans.put(room.session, room.nurse, "expectation", goal_key=other.key)
    found = lamps.aligned(drafting.draft(room.session, room.nurse))
    assert found.without_goal == []
    assert {line.key for line in found.without_line} == {step.key, other.key}


def test_a_treatment_that_says_why_it_serves_no_goal_is_not_listed(room):
    loose = plans.put(room.session, room.nurse, "treatment", goal_key="", not_linked="")
    plans.put(room.session, room.nurse, "treatment", goal_key="", not_linked="It keeps a clot away.")
    plans.put(room.session, room.nurse, "activity", goal_key="", not_linked="It is for her husband.")
    plans.put(room.session, room.nurse, "community_resource", not_linked="The daughter asked for it.")
    found = lamps.aligned(drafting.draft(room.session, room.nurse))
    assert [line.key for line in found.without_goal] == [loose.key]


def test_a_goal_that_leaves_serves_nobody(room):
    goal = plans.put(room.session, room.nurse, "goal")
    walk = plans.put(room.session, room.nurse, "activity", goal_key=goal.key)
    drafting.set_review_date(room.session, room.nurse, plans.today() + timedelta(days=90))
    offering.offer(room.session, room.nurse)
    drafting.remove(room.session, room.nurse, goal.key, reason="Reached")
    found = lamps.aligned(drafting.draft(room.session, room.nurse))
    assert [line.key for line in found.without_goal] == [walk.key]
    assert found.without_line == []
