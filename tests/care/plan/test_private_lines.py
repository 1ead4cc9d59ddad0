"""Private lines: who sees them, and that no offer drops what its author cannot see."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.access import private, records
from app.access.grants import system
from app.care.concerns import words_of
from app.care.people import profile
from app.care.plan import (
    brief,
    decisions,
    drafting,
    explained,
    labels,
    offering,
    questions,
    reading,
    suggestions,
    talks,
    versions,
    wishes,
)
from app.care.plan.kinds import KINDS
from app.care.plan.updating import update
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, Concern, Decision, ItemChange, PlanItem, Question
from tests.care.plan.plans import CONTENTS, days, offered, put

MARK = "zzwish"


@pytest.fixture
def wish(room):
    """The key of a wish in a plan that was offered."""
    keys = offered(room.session, room.nurse, ("goal", "activity"))
    key = put(room.session, room.nurse, "advance_wish", words=f"{MARK} at home", kept_at="the blue folder").key
    offering.offer(room.session, room.nurse)
    return {**keys, "wish": key}


def opened(grant):
    return replace(grant, unlocked=True)


def test_the_kinds_say_the_same_as_the_lock():
    assert {name for name, kind in KINDS.items() if kind.is_private} == set(private.PRIVATE_KINDS)
    longest = PlanItem.__table__.c.kind.type.length
    assert all(len(name) <= longest for name in private.PRIVATE_KINDS)


def test_closed_lines_are_not_there_and_open_ones_are(room, wish):
    for grant in (room.nurse, room.rosa, room.otto):
        assert wish["wish"] not in {line.key for line in reading.current(room.session, grant).items}
        assert wish["wish"] not in {item.key for item in brief.newest_items(room.session, grant)}
        with pytest.raises(NotFound):
            versions.current_item(room.session, grant, wish["wish"])
    for grant in (opened(room.nurse), opened(room.rosa), system(room.rosa.patient_id)):
        assert wish["wish"] in {line.key for line in reading.current(room.session, grant).items}
    assert not reading.current(room.session, opened(room.ruben)).items


def test_the_profile_holds_them_only_for_who_opened_them(room, wish):
    assert wish["wish"] not in {item.key for item in profile.plan(room.session, room.nurse).items}
    assert profile.plan(room.session, room.nurse).version is not None
    assert wish["wish"] in {item.key for item in profile.plan(room.session, opened(room.nurse)).items}


def test_a_helper_never_sees_them_however_the_grant_says(room, wish):
    for grant in (room.otto, opened(room.otto)):
        assert not private.may_unlock(grant)
        assert wish["wish"] not in {line.key for line in reading.current(room.session, grant).items}
        assert not private.something_locked(room.session, grant)
        assert not private.is_locked_away(room.session, grant, wish["wish"])


def test_an_offer_by_who_cannot_see_them_keeps_them_word_for_word(room, wish):
    before = versions.items_of(room.session, system(room.rosa.patient_id), [2])[2]
    was = next(item for item in before if item.key == wish["wish"])
    put(room.session, room.nurse, "goal", key=wish["goal"], words="Walk further.", base_number=2)
    version = offering.offer(room.session, room.nurse)
    now = versions.items_of(room.session, system(room.rosa.patient_id), [version.number])[version.number]
    kept = next(item for item in now if item.key == wish["wish"])
    assert (kept.content, kept.substance, kept.author_id) == (was.content, was.substance, was.author_id)


def test_going_through_the_plan_line_by_line_keeps_them(room, wish):
    update(room.session, room.nurse, {}, review_on=days(200))
    number = offering.offer(room.session, room.nurse).number
    now = versions.items_of(room.session, system(room.rosa.patient_id), [number])[number]
    assert wish["wish"] in {item.key for item in now}
    with pytest.raises(NotFound):
        update(room.session, room.nurse, {wish["wish"]: "stop"}, review_on=days(200))


def test_a_draft_of_one_goes_into_the_offer_after_it_was_closed_again(room, wish):
    drafting.save(
        room.session, opened(room.nurse), kind="advance_wish", key=wish["wish"], base_number=2,
        content={**CONTENTS["advance_wish"], "words": "At the lake."},
    )  # fmt: skip
    view = drafting.draft(room.session, room.nurse)
    assert view.one(wish["wish"]).is_locked
    number = offering.offer(room.session, room.nurse).number
    now = versions.items_of(room.session, system(room.rosa.patient_id), [number])[number]
    assert next(i for i in now if i.key == wish["wish"]).content["words"] == "At the lake."
    assert not room.session.scalars(sa.select(ItemChange).where(ItemChange.state == "draft")).all()


@pytest.mark.parametrize("how", ["save", "new", "remove"])
def test_who_has_not_opened_them_writes_nothing_to_them(room, wish, how):
    save = {"kind": "advance_wish", "content": CONTENTS["advance_wish"]}
    act, facts = {
        "save": (drafting.save, {**save, "key": wish["wish"], "base_number": 2}),
        "new": (drafting.save, save),
        "remove": (drafting.remove, {"key": wish["wish"]}),
    }[how]
    with pytest.raises((Forbidden, NotFound)):
        act(room.session, room.nurse, **facts)


def test_only_the_person_shows_one_to_helpers_and_earlier_versions_stay_hidden(room, wish):
    with pytest.raises(NotFound):
        wishes.show_to_helpers(room.session, room.rosa, wish["wish"], True)
    for grant in (opened(room.nurse), opened(room.otto)):
        with pytest.raises(Forbidden):
            wishes.show_to_helpers(room.session, grant, wish["wish"], True)
    with pytest.raises(NotFound):
        wishes.show_to_helpers(room.session, opened(room.rosa), wish["goal"], True)
    put(room.session, room.nurse, "goal", key=wish["goal"], words="Walk further.", base_number=2)
    offering.offer(room.session, room.nurse)
    wishes.show_to_helpers(room.session, opened(room.rosa), wish["wish"], True)
    assert wish["wish"] in {line.key for line in reading.current(room.session, room.otto).items}
    assert wish["wish"] not in {i.key for i in versions.items_of(room.session, room.otto, [2])[2]}
    wishes.show_to_helpers(room.session, opened(room.rosa), wish["wish"], False)
    assert wish["wish"] not in {line.key for line in reading.current(room.session, room.otto).items}
    acts = set(room.session.scalars(sa.select(AuditEvent.act)))
    assert {"show to helpers", "hide from helpers"} <= acts


def test_what_hangs_on_one_is_closed_with_it(room, wish):
    rosa, key = opened(room.rosa), wish["wish"]
    decisions.decide(room.session, rosa, key, 2, "talk", f"{MARK} said")
    asked = questions.ask(room.session, rosa, key, f"{MARK} asked")
    talks.write(
        room.session, opened(room.nurse), happened_on=days(0), topics=f"{MARK} talk", keys=[key], shared="helpers"
    )
    suggestions.suggest(
        room.session, room.rosa, kind="advance_wish", content={**CONTENTS["advance_wish"], "words": f"{MARK} new"}
    )
    for grant in (room.nurse, room.rosa, room.otto):
        assert not room.session.scalars(records.of(room.session, grant, Decision)).all()
        assert not room.session.scalars(records.of(room.session, grant, Question)).all()
        assert not talks.all_of(room.session, grant)
        assert not suggestions.all_of(room.session, grant)
    assert private.is_locked_away(room.session, room.nurse, asked.id)
    assert len(talks.all_of(room.session, rosa)) == 1
    assert len(suggestions.all_of(room.session, rosa)) == 1
    view = drafting.draft(room.session, room.nurse)
    assert not view.suggestions
    assert view.closed == 1
    for concern in room.session.scalars(sa.select(Concern)):
        assert MARK not in words_of(concern) + str(concern.why)
        assert "cared for" not in words_of(concern), "what a wish is about is told outside the plan"
    assert room.session.scalars(sa.select(Concern)).all()


def test_a_wish_sent_twice_is_stored_once_though_it_is_closed(room):
    for _again in range(2):
        suggestions.suggest(room.session, room.rosa, kind="advance_wish", content=CONTENTS["advance_wish"])
    assert len(room.session.scalars(sa.select(ItemChange)).all()) == 1


def test_nobody_but_the_team_says_that_a_paper_was_checked(room, wish):
    forged = {"verified_how": "paper", "verified_by": "Nora", "verified_on": "2026-03-01", "ability_words": "fine"}
    row = suggestions.suggest(
        room.session, opened(room.rosa), kind="advance_wish", content={**CONTENTS["advance_wish"], **forged}
    )
    assert not any(row.content[name] for name in KINDS["advance_wish"].team_only)
    row = suggestions.suggest(
        room.session, opened(room.rosa), kind="advance_wish", key=wish["wish"], action="change", content=forged
    )
    assert not any(row.content[name] for name in KINDS["advance_wish"].team_only)
    assert ("Checked", "Nobody of the team has checked the paper yet.") in KINDS["advance_wish"].lines(row.content)


def test_the_team_opens_them_with_a_reason_for_a_time(room, wish, frozen_clock):
    with pytest.raises(Invalid):
        wishes.open_for_team(room.session, room.nurse, "  ")
    with pytest.raises(NotFound):
        wishes.open_for_team(room.session, room.rosa, "I am not of the team.")
    with pytest.raises(Forbidden):
        wishes.open_for_team(room.session, room.otto, "I am her son.")
    wishes.open_for_team(room.session, room.nurse, "She rang about it.")
    world = room.world
    assert world.grant(room.session, world.nurse).unlocked
    assert not world.grant(room.session, world.physician).unlocked
    assert not world.grant(room.session, world.nurse, world.ruben_patient).unlocked
    assert [row.reason for row in wishes.opened_by(room.session, room.rosa)] == ["She rang about it."]
    for grant in (room.nurse, room.otto):
        with pytest.raises(Forbidden):
            wishes.opened_by(room.session, grant)
    frozen_clock.move(seconds=wishes.OPEN_FOR.total_seconds() + 1)
    assert not world.grant(room.session, world.nurse).unlocked


def test_asked_gently_and_never_before_the_day_they_chose(room, frozen_clock):
    assert wishes.standing(room.session, room.nurse).state == "none"
    wishes.offered(room.session, room.nurse)
    assert wishes.standing(room.session, room.nurse).state == "offered"
    for answer, day in (("later", None), ("later", days(0)), ("offered", None), ("yes", None)):
        with pytest.raises(Invalid):
            wishes.say(room.session, room.rosa, answer, day)
    for grant in (room.nurse, room.otto):
        with pytest.raises(Forbidden):
            wishes.say(room.session, grant, "talk")
    wishes.say(room.session, room.rosa, "later", days(30))
    assert wishes.standing(room.session, room.nurse).again_on == days(30)
    with pytest.raises(Invalid):
        wishes.offered(room.session, room.nurse)
    assert not room.session.scalars(sa.select(Concern)).all()
    wishes.say(room.session, room.rosa, "talk")
    [concern] = room.session.scalars(sa.select(Concern)).all()
    assert (concern.rule, concern.why) == ("wish_talk", {})
    wishes.say(room.session, room.rosa, "not_now")
    assert concern.closed_at is not None
    put(room.session, room.nurse, "advance_wish")
    drafting.set_review_date(room.session, room.nurse, days(90))
    offering.offer(room.session, room.nurse)
    assert wishes.standing(room.session, room.nurse).state == "in_place"
    with pytest.raises(Forbidden):
        wishes.standing(room.session, room.otto)


def test_what_helpers_and_reminders_read_of_the_plan_never_holds_one(room, wish, frozen_clock):
    frozen_clock.move(seconds=timedelta(days=1).total_seconds())
    assert wish["wish"] not in {item.key for item in brief.active_items(room.session, room.rosa.patient_id)}


def test_no_word_about_a_wish_reaches_the_worklist(room, wish):
    """Whatever is said about a private line, what somebody reads on the worklist names only its kind."""
    session, mine, nurse = room.session, room.rosa.with_private(), room.nurse.with_private()
    decisions.decide(session, mine, wish["wish"], 2, "talk", f"{MARK} talk")
    questions.ask(session, mine, wish["wish"], f"{MARK} question")
    explained.say(session, mine, "wishes", "no", f"{MARK} unclear")
    put(
        session,
        nurse,
        "advance_wish",
        key=wish["wish"],
        words=f"{MARK} at home",
        kept_at="a drawer",
        wording_only=True,
    )
    offering.offer(session, nurse)
    labels.dispute(session, mine, wish["wish"], 3)
    raised = {line.rule: str(line.why) for line in session.query(Concern)}
    assert {decisions.RULE, questions.RULE, explained.RULE, labels.RULE} <= set(raised)
    assert not [why for why in raised.values() if MARK in why]
    title = KINDS["advance_wish"].title(CONTENTS["advance_wish"])
    assert title != str(KINDS["advance_wish"].words), "or the next line proves nothing"
    assert not [why for why in raised.values() if title in why]
    assert explained.of(session, nurse, versions.items_of(session, nurse, [3])[3]) == {}, "the text is another now"


def test_what_was_not_clear_about_wishes_is_not_shown_to_who_did_not_open_them(room, wish):
    explained.say(room.session, room.rosa.with_private(), "wishes", "no", f"{MARK} unclear")
    items = versions.items_of(room.session, room.nurse.with_private(), [2])[2]
    assert "wishes" in explained.of(room.session, room.nurse.with_private(), items)
    assert "wishes" not in explained.of(room.session, room.nurse, items)
    assert "wishes" not in explained.of(room.session, room.otto, items)
