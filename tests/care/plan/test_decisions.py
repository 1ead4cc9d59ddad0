"""Answers, item by item: what stands, what is asked again, what a "let's talk" does, who may answer."""

import pytest
import sqlalchemy as sa

from app.care.plan import day, decisions, drafting, offering, reading
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import using_locale
from app.models import Concern, Decision
from tests.care.plan.plans import CONTENTS, days, offered, put


def talks(room):
    query = sa.select(Concern).where(Concern.rule == "lets_talk", Concern.closed_at.is_(None))
    return list(room.session.scalars(query))


def answer_all(room, answer="yes"):
    view = reading.current(room.session, room.rosa)
    for line in view.items:
        decisions.decide(room.session, room.rosa, line.key, view.number, answer)


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


@pytest.mark.parametrize("answer", ["yes", "not_now", "no", "talk"])
def test_each_answer_is_kept_with_its_words_and_language(room, keys, answer):
    with using_locale("es"):
        decisions.decide(room.session, room.rosa, keys["activity"], 1, answer, " Con Leo \n")
    line = reading.item(room.session, room.rosa, keys["activity"])
    assert line.answer == answer
    assert line.stands
    assert (line.decision.words, line.decision.language, line.decision.number) == ("Con Leo", "es", 1)
    assert (line.decision.actor_id, line.decision.capacity) == (room.world.rosa.id, "self")


def test_a_repeat_is_stored_once_and_another_answer_is_a_new_row(room, keys):
    for answer in ("yes", "yes", "no", "no", "yes"):
        decisions.decide(room.session, room.rosa, keys["goal"], 1, answer)
    rows = decisions.history(room.session, room.rosa, keys["goal"])
    assert [row.answer for row in rows] == ["yes", "no", "yes"]


def test_an_answer_can_be_taken_back_at_any_time(room, keys, frozen_clock):
    assert decisions.take_back(room.session, room.rosa, keys["goal"]) is None
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    frozen_clock.move(days=100)
    decisions.take_back(room.session, room.rosa, keys["goal"])
    decisions.take_back(room.session, room.rosa, keys["goal"])
    line = reading.item(room.session, room.rosa, keys["goal"])
    assert line.answer is None
    assert line.is_open
    assert len(decisions.history(room.session, room.rosa, keys["goal"])) == 2


def test_an_answer_to_an_older_version_is_a_conflict_with_the_new_text(room, keys):
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    offering.offer(room.session, room.nurse)
    with pytest.raises(Conflict) as refused:
        decisions.decide(room.session, room.rosa, keys["activity"], 1, "yes", "Only in spring")
    assert "Walk to the park" in refused.value.theirs
    assert refused.value.mine == "Only in spring"
    assert reading.item(room.session, room.rosa, keys["activity"]).answer is None


def test_editing_one_of_forty_asks_for_one_answer(room):
    lines = [put(room.session, room.nurse, what=f"Thing {n}").key for n in range(40)]
    drafting.set_review_date(room.session, room.nurse, days(100))
    offering.offer(room.session, room.nurse)
    answer_all(room)
    put(room.session, room.nurse, key=lines[17], what="Thing 17, but smaller", reason="The knee")
    put(room.session, room.nurse, key=lines[18], what="Thing 18.", wording_only=True)
    offering.offer(room.session, room.nurse)
    view = reading.current(room.session, room.rosa)
    assert [line.key for line in view.open_items] == [lines[17]]
    assert [line.key for line in view.changed_since_yes] == [lines[17]]
    line = view.one(lines[17])
    assert line.changed_since.content["what"] == "Thing 17"
    assert line.item.reason == "The knee"
    assert sum(line.stands for line in view.items) == 39


def test_old_beside_new_also_when_the_answer_is_many_versions_old(room, keys, frozen_clock):
    answer_all(room)
    for n in range(3):
        frozen_clock.move(days=1)
        put(room.session, room.nurse, key=keys["activity"], what=f"Walk {n}")
        offering.offer(room.session, room.nurse)
    line = reading.item(room.session, room.rosa, keys["activity"])
    assert line.changed_since.content["what"] == CONTENTS["activity"]["what"]


def test_changing_back_lets_the_old_yes_stand(room, keys):
    answer_all(room)
    for what in ("Swim", CONTENTS["activity"]["what"]):
        put(room.session, room.nurse, key=keys["activity"], what=what)
        offering.offer(room.session, room.nurse)
    assert reading.item(room.session, room.rosa, keys["activity"]).stands


def test_what_was_taken_out_is_said_once(room, keys):
    drafting.remove(room.session, room.nurse, keys["strength"])
    offering.offer(room.session, room.nurse)
    assert [item.key for item in reading.current(room.session, room.rosa).removed] == [keys["strength"]]
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    offering.offer(room.session, room.nurse)
    assert reading.current(room.session, room.rosa).removed == []


def test_lets_talk_reaches_a_nurse_and_ends_with_any_other_answer(room, keys):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "talk", "It worries me")
    assert [concern.subject for concern in talks(room)] == [keys["goal"]]
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "no")
    assert talks(room) == []
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "talk")
    decisions.take_back(room.session, room.rosa, keys["goal"])
    assert talks(room) == []


def test_a_no_takes_nothing_off_the_day(room, keys):
    day.put_on(room.session, room.rosa, keys["activity"])
    decisions.decide(room.session, room.rosa, keys["activity"], 1, "no")
    assert set(day.on_my_day(room.session, room.rosa)) == {keys["activity"]}
    day.take_off(room.session, room.rosa, keys["activity"])
    assert day.on_my_day(room.session, room.rosa) == {}
    assert reading.item(room.session, room.rosa, keys["activity"]).answer == "no"


def test_what_is_changed_or_unclear_comes_before_what_is_unanswered(room, keys):
    decisions.decide(room.session, room.rosa, keys["activity"], 1, "yes")
    decisions.decide(room.session, room.rosa, keys["follow_up"], 1, "talk")
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "no")
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    offering.offer(room.session, room.nurse)
    first = [line.item.kind for line in reading.current(room.session, room.rosa).open_items]
    assert first[:2] == ["activity", "follow_up"]
    assert set(first[2:]) == set(keys) - {"activity", "follow_up", "goal"}


def test_who_may_answer(room, keys):
    for grant in (room.otto, room.nurse):
        for attempt in (
            lambda g=grant: decisions.decide(room.session, g, keys["goal"], 1, "yes"),
            lambda g=grant: decisions.take_back(room.session, g, keys["goal"]),
        ):
            with pytest.raises(Forbidden):
                attempt()
    for attempt in (
        lambda: decisions.decide(room.session, room.ruben, keys["goal"], 1, "yes"),
        lambda: decisions.take_back(room.session, room.ruben, keys["goal"]),
        lambda: day.put_on(room.session, room.ruben, keys["activity"]),
        lambda: day.take_off(room.session, room.ruben, keys["activity"]),
        lambda: reading.item(room.session, room.ruben, keys["goal"]),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert room.session.scalars(sa.select(Decision)).first() is None


@pytest.mark.parametrize(("answer", "words"), [("maybe", ""), ("", ""), ("taken_back", ""), ("yes", "x" * 2001)])
def test_what_is_no_answer_is_refused(room, keys, answer, words):
    with pytest.raises(Invalid):
        decisions.decide(room.session, room.rosa, keys["goal"], 1, answer, words)
