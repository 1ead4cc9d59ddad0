"""Ideas of the team: with source and last day, never shown as agreed, a line of a draft only after the talk."""

import pytest

from app.care.plan import drafting, offering, proposals, reading, suggestions
from app.errors import Conflict, Forbidden, Invalid, NotFound
from tests.care.plan.plans import CONTENTS, days, offered


def propose(room, **over):
    facts = {"source": "A guideline on walking", "expires_on": days(30), "owner": "patient"}
    facts |= {"starts_on": days(0), "ends_on": days(60)}
    content = {**CONTENTS["activity"], "what": "Swim"}
    return proposals.propose(room.session, room.nurse, kind="activity", content=content, **{**facts, **over})


def test_a_proposal_is_no_part_of_the_plan(room):
    offered(room.session, room.nurse)
    row = propose(room)
    assert [each.id for each in drafting.draft(room.session, room.nurse).proposals] == [row.id]
    assert drafting.draft(room.session, room.nurse).one(row.key) is None
    assert suggestions.all_of(room.session, room.rosa) == []
    drafting.save(room.session, room.nurse, kind="strength", content={"words": "Patience"})
    offering.offer(room.session, room.nurse)
    with pytest.raises(NotFound):
        reading.item(room.session, room.rosa, row.key)
    assert row.state == "proposal"


@pytest.mark.parametrize(
    ("over", "field"),
    [({"source": " "}, "source"), ({"expires_on": None}, "expires_on"), ({"expires_on": "today"}, "expires_on")],
)
def test_source_and_last_day_are_needed(room, over, field):
    over = {name: days(0) if value == "today" else value for name, value in over.items()}
    with pytest.raises(Invalid) as refused:
        propose(room, **over)
    assert set(refused.value.fields) == {field}


def test_after_the_talk_it_is_in_the_draft(room):
    offered(room.session, room.nurse)
    row = propose(room)
    doctor = room.world.grant(room.session, room.world.physician)
    proposals.talked_about(room.session, doctor, row.id)
    assert drafting.draft(room.session, doctor).one(row.key).title == "Swim"
    assert drafting.draft(room.session, room.nurse).one(row.key) is None
    with pytest.raises(Conflict):
        proposals.talked_about(room.session, room.nurse, row.id)


def test_a_stale_proposal_is_looked_at_anew(room, frozen_clock):
    row = propose(room)
    frozen_clock.move(days=31)
    assert proposals.is_stale(row, days(0))
    with pytest.raises(Conflict):
        proposals.talked_about(room.session, room.nurse, row.id)


def test_dropping_needs_a_reason(room):
    row = propose(room)
    with pytest.raises(Invalid):
        proposals.drop(room.session, room.nurse, row.id, " ")
    proposals.drop(room.session, room.nurse, row.id, "She cannot swim.")
    assert (row.state, row.answer_words) == ("declined", "She cannot swim.")
    with pytest.raises(Conflict):
        proposals.drop(room.session, room.nurse, row.id, "Again")


def test_sent_twice_is_stored_once(room):
    first = propose(room, new_key="abcdefgh23456789")
    assert propose(room, new_key="abcdefgh23456789").id == first.id


def test_nobody_else_proposes_or_takes_up(room):
    row = propose(room)
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            proposals.talked_about(room.session, grant, row.id)
    elsewhere = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    with pytest.raises(NotFound):
        proposals.drop(room.session, elsewhere, row.id, "No")
