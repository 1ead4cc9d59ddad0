"""From a goal for one's life to this week's step: no circles, nothing lost."""

from dataclasses import dataclass, field

import pytest

from app.care.plan import decisions, drafting, fitting, ladder, offering, suggestions
from app.errors import Invalid
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@dataclass
class Line:
    key: str
    content: dict = field(default_factory=dict)


def goal(key, parent=""):
    return Line(key, {"parent_key": parent})


def shape(steps):
    return [(step.line.key, shape(step.goals), [line.key for line in step.steps]) for step in steps]


def test_ladders_keep_the_order_and_lose_nothing():
    goals = [goal("a"), goal("b", "a"), goal("c", "gone"), goal("d", "b"), goal("e", "a")]
    steps = [Line("1", {"goal_key": "d"}), Line("2", {"goal_key": "a"}), Line("3", {"goal_key": "gone"}), Line("4")]
    tops, loose = ladder.build(goals, steps)
    assert shape(tops) == [("a", [("b", [("d", [], ["1"])], []), ("e", [], [])], ["2"]), ("c", [], [])]
    assert [line.key for line in loose] == ["3", "4"]
    assert [(step.line.key, step.depth) for step in tops[0].walk()] == [("a", 0), ("b", 1), ("d", 2), ("e", 1)]


def test_a_circle_that_two_drafts_made_is_cut_and_shown():
    tops, _loose = ladder.build([goal("a", "b"), goal("b", "a")], [])
    assert shape(tops) == [("a", [("b", [], [])], [])]


@pytest.mark.parametrize(
    ("parents", "key", "parent", "back"),
    [
        ({}, "a", "a", True),
        ({"b": "a"}, "a", "b", True),
        ({"b": "c", "c": "a"}, "a", "b", True),
        ({"b": "c"}, "a", "b", False),
        ({"b": "c", "c": "b"}, "a", "b", False),
        ({}, "a", "", False),
    ],
)
def test_leading_back(parents, key, parent, back):
    assert ladder.leads_back(key, parent, lambda at: parents.get(at, "")) is back


@pytest.fixture
def room(database, world):
    with database.write() as session:
        yield session, world.grant(session, world.nurse), world.grant(session, world.rosa)


def test_goals_cannot_serve_each_other_in_the_editor(room):
    session, nurse, _rosa = room
    life = plans.put(session, nurse, "goal")
    small = plans.put(session, nurse, "goal", parent_key=life.key)
    with pytest.raises(Invalid) as refused:
        plans.put(session, nurse, "goal", key=life.key, parent_key=small.key, revision=life.revision)
    assert set(refused.value.fields) == {"parent_key"}
    with pytest.raises(Invalid):
        plans.put(session, nurse, "goal", key=life.key, parent_key=life.key, revision=life.revision)
    assert plans.put(session, nurse, "goal", key=small.key, revision=small.revision).content["parent_key"] == ""


def test_only_a_goal_can_be_a_parent(room):
    session, nurse, _rosa = room
    walk = plans.put(session, nurse, "activity")
    with pytest.raises(Invalid) as refused:
        plans.put(session, nurse, "goal", parent_key=walk.key)
    assert set(refused.value.fields) == {"parent_key"}


def ways(session, grant, walk, count):
    return [
        plans.put(session, grant, "coping_strategy", activity_key=walk, then_words=f"Way {n}") for n in range(count)
    ]


def test_a_fourth_way_round_is_refused_in_the_editor(room):
    session, nurse, _rosa = room
    walk, other = plans.put(session, nurse, "activity").key, plans.put(session, nurse, "activity", what="Swim").key
    three = ways(session, nurse, walk, fitting.WAYS_ROUND)
    with pytest.raises(Invalid) as refused:
        ways(session, nurse, walk, 1)
    assert "3 ways round" in str(refused.value.fields["activity_key"])
    ways(session, nurse, other, 1)
    plans.put(session, nurse, "coping_strategy", key=three[0].key, activity_key=walk, revision=three[0].revision)
    drafting.remove(session, nurse, three[0].key)
    ways(session, nurse, walk, 1)


def test_a_third_way_round_sent_twice_is_stored_once(room):
    session, nurse, _rosa = room
    walk = plans.put(session, nurse, "activity").key
    ways(session, nurse, walk, 2)
    facts = {"kind": "coping_strategy", "content": {"activity_key": walk, "barrier": "pain", "then_words": "Rest"}}
    first = drafting.save(session, nurse, new_key="abcdefgh23456789", **facts)
    assert drafting.save(session, nurse, new_key="abcdefgh23456789", **facts).id == first.id


def test_a_fourth_way_round_is_refused_as_a_suggestion_and_when_it_is_taken_up(room):
    session, nurse, rosa = room
    walk = plans.put(session, nurse, "activity").key
    ways(session, nurse, walk, 2)
    drafting.set_review_date(session, nurse, plans.days(90))
    offering.offer(session, nurse)
    content = {"activity_key": walk, "barrier": "pain"}
    row = suggestions.suggest(session, rosa, kind="coping_strategy", content={**content, "then_words": "Rest"})
    with pytest.raises(Invalid):
        suggestions.suggest(session, rosa, kind="coping_strategy", content={**content, "then_words": "Sit"})
    ways(session, nurse, walk, 1)
    with pytest.raises(Invalid):
        suggestions.accept(session, nurse, row.id)
    assert row.state == "open"


def test_minutes_said_for_the_first_time_ask_again_and_what_was_said_before_stands(room):
    session, nurse, rosa = room
    key = plans.offered(session, nurse, ("activity",))["activity"]
    decisions.decide(session, rosa, key, 1, "yes")
    plans.put(session, nurse, key=key, helps="Leo comes along", travel_minutes=10)
    offering.offer(session, nurse)
    from app.care.plan import reading

    assert reading.item(session, rosa, key).stands
    plans.put(session, nurse, key=key, minutes=25)
    offering.offer(session, nurse)
    assert not reading.item(session, rosa, key).stands
