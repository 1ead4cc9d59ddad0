"""Notes beside a line, the label of a change and what the person thinks of it, facts that fade, who changed what."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.care.plan import (
    colleagues,
    decisions,
    drafting,
    fresh,
    kinds,
    labels,
    notes,
    offering,
    reading,
    reasons,
    said,
    who,
)
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Concern, Confirmed, ItemNote, LabelDispute
from tests import factories
from tests.care.plan.plans import CONTENTS, offered, put, today


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


def line(room, key):
    return reading.item(room.session, room.rosa, key)


def test_notes_of_both_sides_stand_beside_each_other(room, keys, frozen_clock):
    notes.write(room.session, room.rosa, keys["goal"], "I see it another way.")
    frozen_clock.move(minutes=1)
    notes.write(room.session, room.nurse, keys["goal"], "Thank you. Let us talk.")
    found = notes.by_line(room.session, room.rosa)[keys["goal"]]
    assert [(note.words, note.capacity) for note in found] == [
        ("I see it another way.", "self"),
        ("Thank you. Let us talk.", "team"),
    ]


def test_nobody_takes_back_or_overwrites_the_others_words(room, keys):
    mine = notes.write(room.session, room.rosa, keys["goal"], "Mine.", "one")
    with pytest.raises(Forbidden):
        notes.take_back(room.session, room.nurse, mine.id)
    with pytest.raises(Conflict):
        notes.write(room.session, room.nurse, keys["goal"], "Theirs.", "one")
    assert room.session.get_one(ItemNote, mine.id).words == "Mine."
    for _ in range(2):
        notes.take_back(room.session, room.rosa, mine.id)
    assert notes.by_line(room.session, room.rosa) == {}
    assert room.session.get_one(ItemNote, mine.id).words == "Mine.", "taken back, it is still on record"


def test_a_note_sent_twice_is_one(room, keys):
    for _ in range(2):
        notes.write(room.session, room.rosa, keys["goal"], "Mine.", "same form")
    assert len(room.session.scalars(sa.select(ItemNote)).all()) == 1
    with pytest.raises(Conflict) as refused:
        notes.write(room.session, room.rosa, keys["goal"], "Other words.", "same form")
    assert (refused.value.mine, refused.value.theirs) == ("Other words.", "Mine.")


@pytest.mark.parametrize("words", ["", "  \n", "x" * 2001])
def test_no_words_are_no_note(room, keys, words):
    with pytest.raises(Invalid):
        notes.write(room.session, room.rosa, keys["goal"], words)


def test_who_may_write_notes(room, keys):
    with pytest.raises(Forbidden):
        notes.write(room.session, room.otto, keys["goal"], "Hm.")
    with pytest.raises(NotFound):
        notes.write(room.session, room.ruben, keys["goal"], "Hm.")
    factories.proxy(room.session, room.world.stranger, room.world.rosa_patient, by=room.world.rosa,
                    scopes=("see", "ask"))  # fmt: skip
    helper = room.world.grant(room.session, room.world.stranger)
    assert notes.write(room.session, helper, keys["goal"], "Hm.").capacity == "proxy"
    mine = notes.write(room.session, room.rosa, keys["goal"], "Mine.")
    with pytest.raises(NotFound):
        notes.take_back(room.session, room.ruben, mine.id)


def reworded(room, keys):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    put(room.session, room.nurse, "goal", key=keys["goal"], words="Walk to church and back.", wording_only=True)
    offering.offer(room.session, room.nurse)


def test_the_label_of_a_change_is_kept(room, keys):
    reworded(room, keys)
    put(room.session, room.nurse, key=keys["activity"], what="Swim", reason_code="side_effect")
    new = put(room.session, room.nurse, what="Sleep").key
    offering.offer(room.session, room.nurse)
    view = reading.current(room.session, room.rosa)
    labelled = {line.key: line.item.change_label for line in view.items}
    assert labelled[keys["activity"]] == "substance"
    assert labelled[new] == "new"
    assert labelled[keys["goal"]] == "", "that was the version before"
    assert view.one(keys["activity"]).item.reason_code == "side_effect"
    assert said.why(view.one(keys["activity"])) == "It did not agree with you."


def test_more_than_wording_asks_again_about_that_line_only(room, keys):
    decisions.decide(room.session, room.rosa, keys["activity"], 1, "no")
    reworded(room, keys)
    assert line(room, keys["goal"]).item.change_label == "wording"
    assert line(room, keys["goal"]).stands
    for _ in range(2):
        labels.dispute(room.session, room.rosa, keys["goal"], 2)
    seen = line(room, keys["goal"])
    assert not seen.stands
    assert seen.changed_since.content["words"] == CONTENTS["goal"]["words"], "given to the earlier words"
    assert [one.key for one in reading.current(room.session, room.rosa).changed_since_yes] == [keys["goal"]]
    assert line(room, keys["activity"]).stands
    assert len(room.session.scalars(sa.select(LabelDispute)).all()) == 1
    concern = room.session.scalars(sa.select(Concern).where(Concern.rule == labels.RULE)).one()
    assert concern.band == 3
    decisions.decide(room.session, room.rosa, keys["goal"], 2, "yes")
    assert line(room, keys["goal"]).stands


def test_only_a_change_of_wording_can_be_disputed_by_who_decides(room, keys):
    with pytest.raises(Invalid):
        labels.dispute(room.session, room.rosa, keys["goal"], 1)
    reworded(room, keys)
    for grant in (room.otto, room.nurse):
        with pytest.raises(Forbidden):
            labels.dispute(room.session, grant, keys["goal"], 2)
    with pytest.raises(Conflict):
        labels.dispute(room.session, room.rosa, keys["goal"], 1)
    with pytest.raises(NotFound):
        labels.dispute(room.session, room.ruben, keys["goal"], 2)


def test_who_changed_it_is_said_and_not_only_who_offered_it(room, keys):
    physician = room.world.grant(room.session, room.world.physician)
    decisions.decide(room.session, room.rosa, keys["activity"], 1, "yes")
    theirs = put(room.session, physician, key=keys["activity"], what="Swim", reason="The knee.")
    colleagues.take_in(room.session, room.nurse, theirs.id)
    offering.offer(room.session, room.nurse)
    view = reading.current(room.session, room.rosa)
    people = who.called(room.session, room.rosa, {room.world.nurse.id, room.world.physician.id})
    words = said.changed_by(view.one(keys["activity"]), view, people)
    assert "Changed by Paul (doctor)" in words
    assert "from Nora (nurse)" in words


def test_an_unknown_reason_is_refused_and_each_known_one_has_words(room, keys):
    with pytest.raises(Invalid):
        drafting.save(room.session, room.nurse, kind="goal", content=CONTENTS["goal"], reason_code="whim")
    assert all(reasons.words(code) for code in reasons.REASONS)
    assert reasons.words("whim") == ""


def test_a_fact_fades_and_one_tap_of_either_side_makes_it_fresh(room, keys, frozen_clock):
    key = keys["what_matters"]
    keeps = kinds.KINDS["what_matters"].keeps_days
    assert (line(room, key).fades_on - today()).days == keeps
    frozen_clock.move(days=keeps)
    assert line(room, key).fades_on <= today()
    for _ in range(2):
        fresh.still_right(room.session, room.rosa, key, 1)
    assert len(room.session.scalars(sa.select(Confirmed)).all()) == 1
    assert (line(room, key).fades_on - today()).days == keeps
    assert line(room, key).confirmed.actor_id == room.world.rosa.id
    frozen_clock.move(days=10)
    fresh.still_right(room.session, room.nurse, key, 1)
    assert line(room, key).confirmed.capacity == "team"


def test_an_offer_that_leaves_a_fact_alone_does_not_make_it_fresh(room, keys, frozen_clock):
    before = line(room, keys["strength"]).fades_on
    frozen_clock.move(days=30)
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    offering.offer(room.session, room.nurse)
    assert line(room, keys["strength"]).fades_on == before
    put(room.session, room.nurse, "strength", key=keys["strength"], words="I cook.")
    offering.offer(room.session, room.nurse)
    assert (line(room, keys["strength"]).fades_on - before).days == 30


def test_what_does_not_fade_is_not_asked(room, keys, monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "activity", replace(kinds.KINDS["activity"], keeps_days=None))
    assert line(room, keys["activity"]).fades_on is None
    with pytest.raises(Invalid):
        fresh.still_right(room.session, room.rosa, keys["activity"], 1)
    with pytest.raises(Forbidden):
        fresh.still_right(room.session, room.otto, keys["strength"], 1)
    with pytest.raises(Conflict):
        fresh.still_right(room.session, room.rosa, keys["strength"], 9)
    with pytest.raises(NotFound):
        fresh.still_right(room.session, room.ruben, keys["strength"], 1)
