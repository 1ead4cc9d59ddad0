"""Each author has a draft: one offers one's own; what a colleague wrote is taken in by choice and never lost."""

import pytest

from app.care.plan import colleagues, drafting, offering, reading, suggestions
from app.errors import Conflict, Forbidden, NotFound
from tests.care.plan.plans import offered, put


@pytest.fixture
def doctor(room):
    return room.world.grant(room.session, room.world.physician)


def test_an_offer_takes_only_ones_own_draft(room, doctor):
    keys = offered(room.session, room.nurse)
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    put(room.session, doctor, key=keys["goal"], kind="goal", words="Walk far")
    assert [row.key for row in drafting.draft(room.session, room.nurse).colleagues] == [keys["goal"]]
    offering.offer(room.session, room.nurse)
    assert reading.item(room.session, room.rosa, keys["activity"]).title == "Walk to the park"
    assert reading.item(room.session, room.rosa, keys["goal"]).title == "Walk to church again."
    theirs = drafting.draft(room.session, doctor)
    assert theirs.one(keys["goal"]).title == "Walk far"
    assert not theirs.one(keys["goal"]).is_behind, "that line is as it was"


def test_taking_in_a_line_leaves_theirs_as_it_is(room, doctor):
    offered(room.session, room.nurse)
    new = put(room.session, doctor, what="Swim")
    taken = colleagues.take_in(room.session, room.nurse, new.id)
    assert (taken.key, taken.content, taken.drafter_id) == (new.key, new.content, room.world.nurse.id)
    assert colleagues.take_in(room.session, room.nurse, new.id).id == taken.id, "twice is once"
    put(room.session, doctor, key=new.key, revision=1, what="Swim far")
    assert taken.content["what"] == "Swim"
    offering.offer(room.session, room.nurse)
    assert reading.item(room.session, room.rosa, new.key).title == "Swim"
    line = drafting.draft(room.session, doctor).one(new.key)
    assert (line.title, line.change.action, line.is_behind) == ("Swim far", "change", True)


def test_what_was_taken_in_and_offered_leaves_the_draft_of_the_colleague(room, doctor):
    offered(room.session, room.nurse)
    new = put(room.session, doctor, what="Swim")
    colleagues.take_in(room.session, room.nurse, new.id)
    offering.offer(room.session, room.nurse)
    assert (new.state, new.applied_number) == ("applied", 2)
    assert not drafting.draft(room.session, doctor).is_changed


def test_two_drafts_of_one_line_are_both_shown_and_one_is_chosen(room, doctor):
    keys = offered(room.session, room.nurse)
    mine = put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    theirs = put(room.session, doctor, key=keys["activity"], what="Swim")
    with pytest.raises(Conflict) as refused:
        colleagues.take_in(room.session, room.nurse, theirs.id)
    assert ("Walk to the park" in refused.value.mine, "Swim" in refused.value.theirs) == (True, True)
    assert mine.content["what"] == "Walk to the park"
    taken = colleagues.take_in(room.session, room.nurse, theirs.id, instead=True)
    assert (taken.id, taken.content["what"], taken.revision) == (mine.id, "Swim", 2)


def test_a_draft_begun_on_an_older_text_is_not_offered_in_silence(room, doctor):
    keys = offered(room.session, room.nurse)
    late = put(room.session, doctor, key=keys["activity"], what="Swim")
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    offering.offer(room.session, room.nurse)
    assert drafting.draft(room.session, doctor).one(keys["activity"]).is_behind
    with pytest.raises(Conflict) as refused:
        offering.offer(room.session, doctor)
    assert ("Swim" in refused.value.mine, "Walk to the park" in refused.value.theirs) == (True, True)
    put(room.session, doctor, key=keys["activity"], what="Swim slowly", revision=late.revision, base_number=2)
    assert offering.offer(room.session, doctor).number == 3
    assert reading.item(room.session, room.rosa, keys["activity"]).title == "Swim slowly"


def test_a_line_that_was_taken_out_meanwhile_can_come_back(room, doctor):
    keys = offered(room.session, room.nurse)
    late = put(room.session, doctor, key=keys["activity"], what="Swim")
    drafting.remove(room.session, room.nurse, keys["activity"], reason="The knee")
    offering.offer(room.session, room.nurse)
    with pytest.raises(Conflict):
        offering.offer(room.session, doctor)
    put(room.session, doctor, key=keys["activity"], what="Swim", revision=late.revision, base_number=2, reason="x")
    offering.offer(room.session, doctor)
    assert reading.item(room.session, room.rosa, keys["activity"]).title == "Swim"


def test_a_suggestion_stands_in_the_draft_of_who_took_it_up(room, doctor):
    offered(room.session, room.nurse)
    wish = suggestions.suggest(room.session, room.rosa, kind="goal", content={"words": "To swim again"})
    suggestions.accept(room.session, doctor, wish.id)
    assert drafting.draft(room.session, room.nurse).one(wish.key) is None
    taken = colleagues.take_in(room.session, room.nurse, wish.id)
    assert taken.author_id == room.world.rosa.id, "her words stay hers"
    offering.offer(room.session, room.nurse)
    assert (wish.state, wish.applied_number) == ("applied", 2)


def test_only_the_team_of_this_person_takes_in(room, doctor):
    offered(room.session, room.nurse)
    new = put(room.session, doctor, what="Swim")
    elsewhere = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    with pytest.raises(NotFound):
        colleagues.take_in(room.session, elsewhere, new.id)
    with pytest.raises(NotFound):
        colleagues.take_in(room.session, doctor, new.id)
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            colleagues.take_in(room.session, grant, new.id)
