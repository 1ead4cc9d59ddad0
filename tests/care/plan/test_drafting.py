"""Drafts: one row an item, both texts when two people write at once, own words that stay."""

import pytest
import sqlalchemy as sa

from app.care.people import agreements
from app.care.plan import drafting, offering, reading, suggestions
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Concern, ProxyGrant
from tests.care.plan.plans import CONTENTS, days, offered, put


def open_concerns(room, rule):
    query = sa.select(Concern).where(Concern.rule == rule, Concern.closed_at.is_(None))
    return list(room.session.scalars(query))


def suggest(room, kind="goal", **facts):
    content = facts.pop("content", {"words": "See my sister in spring."})
    return suggestions.suggest(room.session, room.rosa, kind=kind, content=content, **facts)


def test_two_pages_of_one_author_see_both_texts(room):
    keys = offered(room.session, room.nurse)
    first = put(room.session, room.nurse, key=keys["activity"], what="Walk to the park", base_number=1)
    with pytest.raises(Conflict) as refused:
        put(room.session, room.nurse, key=keys["activity"], what="Swim", base_number=1)
    assert "Swim" in refused.value.mine
    assert "Walk to the park" in refused.value.theirs
    second = put(room.session, room.nurse, key=keys["activity"], what="Swim", revision=first.revision)
    assert second.revision == 2
    with pytest.raises(Conflict):
        put(room.session, room.nurse, key=keys["activity"], what="Walk", revision=1)


def test_the_same_save_sent_twice_is_stored_once(room):
    keys = offered(room.session, room.nurse)
    first = put(room.session, room.nurse, key=keys["activity"], what="Swim", base_number=1)
    again = put(room.session, room.nurse, key=keys["activity"], what="Swim", base_number=1)
    assert (again.id, again.revision) == (first.id, 1)


def test_a_draft_that_went_into_a_version_is_a_conflict(room):
    keys = offered(room.session, room.nurse)
    row = put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    offering.offer(room.session, room.nurse)
    with pytest.raises(Conflict) as refused:
        put(room.session, room.nurse, key=keys["activity"], what="Swim", revision=row.revision)
    assert "park" in refused.value.theirs


def test_a_draft_on_an_older_version_is_a_conflict_only_if_that_line_moved(room):
    keys = offered(room.session, room.nurse)
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the park")
    offering.offer(room.session, room.nurse)
    save = {"owner": "patient", "starts_on": days(0), "ends_on": days(9), "base_number": 1}
    drafting.save(room.session, room.nurse, kind="goal", content=CONTENTS["goal"], key=keys["goal"], **save)
    with pytest.raises(Conflict):
        drafting.save(
            room.session, room.nurse, kind="activity", content=CONTENTS["activity"], key=keys["activity"], **save
        )


def test_nobody_takes_on_a_line_whose_help_has_ended(room):
    put(room.session, room.nurse, owner=room.world.otto.id)
    row = room.session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == room.world.otto.id)).one()
    agreements.end(room.session, room.rosa, row.id)
    with pytest.raises(Invalid) as refused:
        put(room.session, room.nurse, owner=room.world.otto.id)
    assert set(refused.value.fields) == {"owner"}


def test_facts_that_do_not_fit_are_named(room):
    keys = offered(room.session, room.nurse)
    for facts, field in [
        ({"owner": "nobody"}, "owner"),
        ({"ends_on": days(-1)}, "ends_on"),
        ({"reason": "x" * 2001}, "reason"),
        ({"goal_key": "nosuchgoal"}, "goal_key"),
    ]:
        with pytest.raises(Invalid) as refused:
            put(room.session, room.nurse, **facts)
        assert set(refused.value.fields) == {field}
    for facts in ({"owner": room.world.stranger.id}, {"goal_key": "n" * 16}):
        with pytest.raises(NotFound):
            put(room.session, room.nurse, **facts)
    put(room.session, room.nurse, goal_key=keys["goal"], owner=room.world.nurse.id)
    with pytest.raises(Invalid):
        put(room.session, room.nurse, "goal", key=keys["activity"])
    with pytest.raises(NotFound):
        put(room.session, room.nurse, key="nosuchkey")
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            put(room.session, grant)


def test_removing_and_discarding(room):
    keys = offered(room.session, room.nurse)
    added = put(room.session, room.nurse, "goal", words="New")
    assert drafting.remove(room.session, room.nurse, added.key) is None
    drafting.remove(room.session, room.nurse, keys["goal"], reason="Reached")
    view = drafting.draft(room.session, room.nurse)
    assert view.one(keys["goal"]).removed
    assert view.one(added.key) is None
    drafting.discard(room.session, room.nurse, keys["goal"])
    assert not drafting.draft(room.session, room.nurse).is_changed
    with pytest.raises(NotFound):
        drafting.discard(room.session, room.nurse, keys["goal"])


def test_a_suggestion_waits_is_taken_up_and_its_words_stay_the_persons(room):
    offered(room.session, room.nurse)
    row = suggest(room)
    assert suggest(room).id == row.id, "sent twice, stored once"
    assert [c.subject for c in open_concerns(room, "suggestion_waiting")] == [row.id]
    suggestions.accept(room.session, room.nurse, row.id)
    assert open_concerns(room, "suggestion_waiting") == []
    with pytest.raises(Conflict):
        suggestions.accept(room.session, room.nurse, row.id)
    with pytest.raises(Invalid) as refused:
        put(room.session, room.nurse, "goal", key=row.key, revision=row.revision, words="Reduce loneliness")
    assert set(refused.value.fields) == {"words"}
    put(
        room.session,
        room.nurse,
        "goal",
        key=row.key,
        revision=1,
        words=row.content["words"],
        target="1",
        unit="visit",
    )
    offering.offer(room.session, room.nurse)
    line = reading.item(room.session, room.rosa, row.key)
    assert line.item.content["words"] == "See my sister in spring."
    assert line.item.content["unit"] == "visit"
    assert line.item.author_id == room.world.rosa.id
    assert (row.state, row.applied_number, row.content["unit"]) == ("applied", 2, "")
    with pytest.raises(Invalid):
        put(room.session, room.nurse, "goal", key=row.key, words="Reduce loneliness")


def test_the_team_may_put_its_line_beside_the_persons_words(room):
    offered(room.session, room.nurse)
    row = suggest(room, "what_matters", content={"words": "My cat."})
    suggestions.accept(room.session, room.nurse, row.id)
    offering.offer(room.session, room.nurse)
    put(room.session, room.nurse, "what_matters", key=row.key, words="My cat.", team_line="We plan around her.")
    offering.offer(room.session, room.nurse)
    item = reading.item(room.session, room.rosa, row.key).item
    assert (item.content["words"], item.content["team_line"]) == ("My cat.", "We plan around her.")
    assert item.author_id == room.world.rosa.id


def test_discarding_what_came_from_a_suggestion_lets_it_wait_again(room):
    offered(room.session, room.nurse)
    row = suggest(room, "activity", content={"what": "Feed the birds"})
    suggestions.accept(room.session, room.nurse, row.id)
    put(room.session, room.nurse, key=row.key, revision=1, what="Feed the birds at nine")
    assert row.content["what"] == "Feed the birds"
    drafting.discard(room.session, room.nurse, row.key)
    assert row.state == "open"
    assert len(open_concerns(room, "suggestion_waiting")) == 1


def test_declining_needs_words_and_withdrawing_ends_it(room):
    offered(room.session, room.nurse)
    row = suggest(room)
    with pytest.raises(Invalid):
        suggestions.decline(room.session, room.nurse, row.id, " ")
    suggestions.decline(room.session, room.nurse, row.id, "Let us speak about it first.")
    assert (row.state, row.answer_words) == ("declined", "Let us speak about it first.")
    other = suggest(room, content={"words": "Another"})
    suggestions.withdraw(room.session, room.rosa, other.id)
    assert open_concerns(room, "suggestion_waiting") == []
    with pytest.raises(Conflict):
        suggestions.accept(room.session, room.nurse, other.id)


def test_suggesting_a_change_or_a_removal(room):
    keys = offered(room.session, room.nurse)
    change = suggest(room, "activity", content={"how_much": "10 minutes"}, key=keys["activity"], action="change")
    assert change.content["what"] == "Walk to the corner shop"
    assert change.content["how_much"] == "10 minutes"
    away = suggest(room, "activity", content={}, key=keys["activity"], action="remove", reason="My knee")
    suggestions.accept(room.session, room.nurse, away.id)
    with pytest.raises(Conflict) as refused:
        suggestions.accept(room.session, room.nurse, change.id)
    assert "10 minutes" in refused.value.mine
    offering.offer(room.session, room.nurse)
    with pytest.raises(NotFound):
        reading.item(room.session, room.rosa, keys["activity"])
    with pytest.raises(NotFound):
        suggest(room, "activity", content={}, key=keys["activity"], action="remove", reason="Again")


def test_another_persons_keys_are_nowhere(room):
    keys = offered(room.session, room.nurse)
    row = suggest(room)
    nurse = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    for attempt in (
        lambda: put(room.session, nurse, key=keys["activity"]),
        lambda: drafting.remove(room.session, nurse, keys["activity"]),
        lambda: suggestions.accept(room.session, nurse, row.id),
        lambda: suggestions.decline(room.session, nurse, row.id, "no"),
        lambda: suggestions.withdraw(room.session, room.ruben, row.id),
        lambda: suggestions.suggest(
            room.session, room.ruben, kind="goal", content={"words": "x"}, key=keys["goal"], action="change"
        ),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_helper_who_may_only_see_suggests_nothing(room):
    with pytest.raises(Forbidden):
        suggestions.suggest(room.session, room.otto, kind="goal", content={"words": "x"})


def test_a_suggestion_on_an_older_version_brings_only_its_own_change(room):
    keys = offered(room.session, room.nurse)
    row = suggest(room, "activity", content={"how_much": "10 minutes"}, key=keys["activity"], action="change")
    put(room.session, room.nurse, key=keys["activity"], when="before lunch")
    offering.offer(room.session, room.nurse)
    suggestions.accept(room.session, room.nurse, row.id)
    offering.offer(room.session, room.nurse)
    content = reading.item(room.session, room.rosa, keys["activity"]).content
    assert (content["how_much"], content["when"]) == ("10 minutes", "before lunch")


def test_a_suggestion_about_a_part_that_changed_since_is_a_conflict(room):
    keys = offered(room.session, room.nurse)
    row = suggest(room, "activity", content={"how_much": "10 minutes"}, key=keys["activity"], action="change")
    put(room.session, room.nurse, key=keys["activity"], how_much="30 minutes")
    offering.offer(room.session, room.nurse)
    with pytest.raises(Conflict) as refused:
        suggestions.accept(room.session, room.nurse, row.id)
    assert "10 minutes" in refused.value.mine
    assert "30 minutes" in refused.value.theirs
