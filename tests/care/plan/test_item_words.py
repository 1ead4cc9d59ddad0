"""What the person says of a line apart from deciding: kept once, seen by its owner, taken back at any time."""

import pytest

from app.care.plan import decisions, item_words
from app.errors import Forbidden, Invalid, NotFound
from app.models import Concern, ItemWord
from tests.care.plan.plans import offered, put


def lines(room, rule):
    rows = room.session.query(Concern).filter_by(rule=rule, closed_at=None)
    return [(row.subject, row.owner_id, row.why["value"]) for row in rows]


def test_another_time_reaches_whoever_is_in_touch(room):
    key = put(room.session, room.nurse, "follow_up", owner=room.world.physician.id).key
    offered(room.session, room.nurse, kinds=("goal",))
    item_words.say(room.session, room.rosa, key, "follow_up", "another_time", "Not on Fridays")
    assert lines(room, "follow_up_answer") == [(f"follow_up-{key}", room.world.physician.id, "another_time")]
    item_words.say(room.session, room.rosa, key, "follow_up", "fits")
    assert lines(room, "follow_up_answer") == []
    assert item_words.said(item_words.newest(room.session, room.rosa, key), "follow_up").value == "fits"


@pytest.mark.parametrize("value", list(item_words.OBSTACLE))
def test_one_tap_becomes_a_task_with_an_owner(room, value):
    key = put(room.session, room.nurse, "community_resource", owner=room.world.nurse.id).key
    offered(room.session, room.nurse, kinds=("goal",))
    item_words.say(room.session, room.rosa, key, "obstacle", value)
    assert lines(room, "obstacle") == [(f"obstacle-{key}", room.world.nurse.id, value)]
    item_words.say(room.session, room.rosa, key, "obstacle", item_words.TAKEN_BACK)
    assert lines(room, "obstacle") == []
    assert item_words.said(item_words.newest(room.session, room.rosa, key), "obstacle") is None


def test_the_same_word_twice_is_one_row(room):
    key = offered(room.session, room.nurse)["follow_up"]
    first = item_words.say(room.session, room.rosa, key, "follow_up", "fits")
    assert item_words.say(room.session, room.rosa, key, "follow_up", "fits").id == first.id
    assert room.session.query(ItemWord).count() == 1


def test_a_word_is_no_decision_and_a_decision_is_no_word(room):
    keys = offered(room.session, room.nurse)
    item_words.say(room.session, room.rosa, keys["follow_up"], "follow_up", "rather_not")
    assert decisions.newest_for(room.session, room.rosa, keys["follow_up"]) is None
    decisions.decide(room.session, room.rosa, keys["community_resource"], 1, "no")
    assert item_words.newest(room.session, room.rosa, keys["community_resource"]) == {}


@pytest.mark.parametrize(
    ("kind", "sort", "value"),
    [("goal", "follow_up", "fits"), ("follow_up", "helped", "yes"), ("follow_up", "follow_up", "gold"),
     ("follow_up", "nonsense", "fits"), ("information", "obstacle", "paying")],
)  # fmt: skip
def test_what_cannot_be_said_of_a_line_is_refused(room, kind, sort, value):
    keys = offered(room.session, room.nurse)
    with pytest.raises(Invalid):
        item_words.say(room.session, room.rosa, keys[kind], sort, value)


def test_only_who_may_log_says_something_and_only_of_this_plan(room):
    keys = offered(room.session, room.nurse)
    item_words.say(room.session, room.otto, keys["follow_up"], "follow_up", "fits")
    with pytest.raises(Forbidden):
        item_words.say(room.session, room.nurse, keys["follow_up"], "follow_up", "fits")
    with pytest.raises(NotFound):
        item_words.say(room.session, room.ruben, keys["follow_up"], "follow_up", "fits")
