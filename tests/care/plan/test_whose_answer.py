"""Answers of a whole part, what an answer stood on, and whose answer counts when a helper answers too."""

import pytest
import sqlalchemy as sa

from app.care.people import basis
from app.care.plan import decisions, explained, offering, overall, questions, reading, receipts, said, who
from app.care.plan.how_answered import How
from app.errors import Conflict, Forbidden, Invalid
from app.models import Concern, Decision, ProxyGrant
from tests import factories
from tests.care.plan.plans import days, offered, put, today


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


def grant_of(room):
    return room.session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == room.world.otto.id)).one()


@pytest.fixture
def otto(room, keys):
    """Otto, who may answer for Rosa by a legal paper."""
    basis.record(
        room.session,
        room.nurse,
        grant_of(room).id,
        basis="legal_authority",
        document="Blue folder",
        starts_on=today(),
    )
    return room.world.grant(room.session, room.world.otto)


def line(room, key, grant=None):
    return reading.item(room.session, grant or room.rosa, key)


def people(room, grant):
    ids = {room.world.otto.id, room.world.nurse.id}
    return who.called(room.session, grant, ids)


def part(room, kind="activity"):
    keys = [put(room.session, room.nurse, what=f"Thing {n}").key for n in range(3)]
    offering.offer(room.session, room.nurse)
    return keys


def test_one_answer_for_a_part_is_a_row_for_each_line(room, keys):
    lines = [*part(room), keys["activity"]]
    rows = decisions.decide_all(room.session, room.rosa, lines, 2, "not_now", How(helper="My neighbour"))
    assert [(row.key, row.answer, row.helper, row.helped) for row in rows] == [
        (key, "not_now", "My neighbour", True) for key in lines
    ]
    decisions.decide_all(room.session, room.rosa, lines, 2, "not_now")
    assert len(room.session.scalars(sa.select(Decision)).all()) == len(lines), "sent twice it is stored once"
    assert line(room, keys["goal"]).answer is None, "nothing else is answered"


def test_there_is_no_yes_to_everything(room, keys):
    with pytest.raises(Invalid):
        decisions.decide_all(room.session, room.rosa, list(keys.values()), 1, "yes")
    with pytest.raises(Invalid):
        decisions.decide_all(room.session, room.rosa, [], 1, "yes")
    assert room.session.scalars(sa.select(Decision)).first() is None


def test_a_part_answered_on_an_old_page_stores_nothing(room, keys):
    lines = part(room)
    with pytest.raises(Conflict) as refused:
        decisions.decide_all(room.session, room.rosa, lines, 1, "yes")
    assert "Thing 0" in refused.value.theirs
    assert room.session.scalars(sa.select(Decision)).first() is None


def test_words_given_before_stay_when_the_part_gets_the_same_answer(room, keys):
    lines = part(room)
    decisions.decide(room.session, room.rosa, lines[0], 2, "yes", "Only in spring")
    decisions.decide_all(room.session, room.rosa, lines, 2, "yes")
    assert line(room, lines[0]).decision.words == "Only in spring"
    decisions.decide_all(room.session, room.rosa, lines, 2, "no")
    assert line(room, lines[0]).decision.words == ""


def test_an_answer_keeps_what_it_stood_on(room, keys):
    asked = questions.ask(room.session, room.rosa, keys["goal"], "Is it far?")
    how = How("read_aloud", "phone", with_team=True, helper=" Leo ")
    row = decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes", how=how)
    questions.answer(room.session, room.nurse, asked.id, "No.")
    room.session.refresh(row)
    assert (row.shown_as, row.device, row.helper, row.helped, row.with_team) == (
        "read_aloud", "phone", "Leo", True, True,
    )  # fmt: skip
    assert row.open_questions == [asked.id]
    told = dict(receipts.facts(row, people(room, room.rosa)))
    assert told["How it was read"] == "It was read aloud"
    assert told["Questions then"] == "1 question waited for its answer"
    assert told["Help with it"] == "Leo, Somebody of the practice was there"
    assert decisions.decide(room.session, room.rosa, keys["activity"], 1, "yes").open_questions == []


def test_a_receipt_names_what_was_not_clear_and_no_line_that_its_reader_may_not_see(room, keys):
    explained.say(room.session, room.rosa, "my_actions", "partly")
    explained.say(room.session, room.rosa, keys["treatment"], "no")
    rows = [decisions.decide(room.session, room.rosa, keys[kind], 1, "yes") for kind in ("treatment", "goal")]
    told = [dict(receipts.facts(row, people(room, room.rosa)))["Not clear then"] for row in rows]
    assert told == ["What I will do, This line", "What I will do, 1 other line"]
    explained.say(room.session, room.rosa, keys["treatment"], "clear")
    later = decisions.decide(room.session, room.rosa, keys["goal"], 1, "no")
    assert later.unclear == ["my_actions"], "as it was at that moment"
    assert dict(receipts.facts(rows[1], people(room, room.nurse)))["Not clear then"] == "What I will do"


def test_a_private_part_leaves_no_trace_in_an_answer_to_another_line(room):
    keys = offered(room.session, room.nurse.with_private(), ("goal", "advance_wish"))
    mine = room.rosa.with_private()
    explained.say(room.session, mine, "wishes", "no")
    assert decisions.decide(room.session, mine, keys["goal"], 1, "yes").unclear == []


@pytest.mark.parametrize("how", [How("by heart"), How(helper="x" * 201)])
def test_what_nobody_offered_is_refused(room, keys, how):
    with pytest.raises(Invalid):
        decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes", how=how)


def test_a_helper_decides_only_while_a_basis_is_in_force(room, keys, frozen_clock):
    grant = grant_of(room)
    grant.scopes = ["see", "decide"]
    room.session.flush()
    with pytest.raises(Forbidden):
        decisions.decide(room.session, room.world.grant(room.session, room.world.otto), keys["goal"], 1, "yes")
    basis.record(
        room.session, room.nurse, grant.id, basis="consent", document="Note of today", starts_on=today(),
        ends_on=days(3),
    )  # fmt: skip
    decisions.decide(room.session, room.world.grant(room.session, room.world.otto), keys["goal"], 1, "yes")
    frozen_clock.move(days=4)
    with pytest.raises(Forbidden):
        decisions.decide(room.session, room.world.grant(room.session, room.world.otto), keys["goal"], 1, "no")


def test_the_persons_own_answer_wins_and_the_helpers_is_kept_beside_it(room, keys, otto, frozen_clock):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "no", "Not for me")
    frozen_clock.move(minutes=1)
    decisions.decide(room.session, otto, keys["goal"], 1, "yes", "She would like it")
    seen = line(room, keys["goal"])
    assert (seen.answer, seen.beside.answer, seen.beside.words) == ("no", "yes", "She would like it")
    assert "Otto, for Rosa: yes" in said.beside(seen, people(room, room.nurse))
    decisions.take_back(room.session, otto, keys["goal"])
    assert line(room, keys["goal"]).answer == "no"
    assert line(room, keys["goal"]).beside is None
    frozen_clock.move(minutes=1)
    decisions.decide(room.session, otto, keys["goal"], 1, "yes")
    decisions.take_back(room.session, room.rosa, keys["goal"])
    seen = line(room, keys["goal"])
    assert (seen.answer, seen.decision.capacity, seen.beside) == ("yes", "proxy", None)
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "not_now")
    assert line(room, keys["goal"]).answer == "not_now"


def test_a_helpers_answer_carries_both_names_for_everybody(room, keys, otto):
    decisions.decide(room.session, otto, keys["goal"], 1, "yes")
    for grant in (room.rosa, otto, room.nurse):
        words = said.answer(line(room, keys["goal"], grant), people(room, grant))
        assert "for Rosa: yes" in words
        assert "You said yes" not in words


def test_a_helper_ends_no_wish_to_talk(room, keys, otto):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "talk")
    decisions.decide(room.session, otto, keys["goal"], 1, "yes")
    waiting = sa.select(Concern).where(Concern.rule == "lets_talk", Concern.closed_at.is_(None))
    assert len(room.session.scalars(waiting).all()) == 1


def test_a_helper_cannot_take_back_what_the_person_said(room, keys, otto):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    assert decisions.take_back(room.session, otto, keys["goal"]) is None
    assert line(room, keys["goal"]).answer == "yes"


def test_how_a_plan_stands_is_said_and_never_called_incomplete(room, keys, frozen_clock):
    answers = dict(zip(keys, ("yes", "yes", "no", "talk", "not_now"), strict=False))
    for kind, answer in answers.items():
        decisions.decide(room.session, room.rosa, keys[kind], 1, answer)
    words = overall.words(reading.current(room.session, room.rosa), today())
    assert words == (
        f"{len(keys)} lines: yes to 2, not now to 1, no to 1, let’s talk about 1, {len(keys) - 5} not answered. "
        "The plan is in use."
    )
    put(room.session, room.nurse, "strength", key=keys["strength"], words="I stopped smoking.")
    offering.offer(room.session, room.nurse, consider_days=7)
    words = overall.words(reading.current(room.session, room.rosa), today())
    assert "1 changed since the answer" in words
    assert "The plan before it is in use until" in words


def test_all_answers_as_plain_text(room, keys, otto, frozen_clock):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "no", "Not for me")
    frozen_clock.move(minutes=1)
    decisions.decide(room.session, otto, keys["goal"], 1, "yes")
    text = receipts.as_text(reading.current(room.session, room.rosa), people(room, room.rosa), ["Rosa Vega"])
    assert text.startswith("Rosa Vega\n")
    for words in ("Walk to church again.", "Answer: No", "In these words: Not for me", "Otto, for Rosa: Yes"):
        assert words in text
    assert text.count("No answer.") == len(keys) - 1


def test_basis_is_recorded_with_days_paper_and_who(room, keys):
    grant = grant_of(room)
    with pytest.raises(Invalid) as refused:
        basis.record(room.session, room.nurse, grant.id, basis="because", document=" ", starts_on=None)
    assert set(refused.value.fields) == {"basis", "document", "starts_on"}
    with pytest.raises(Invalid):
        basis.record(
            room.session, room.nurse, grant.id, basis="consent", document="x", starts_on=days(3), ends_on=days(2)
        )
    for _ in range(2):
        first = basis.record(
            room.session, room.nurse, grant.id, basis="consent", document="A note", starts_on=today()
        )
    second = basis.record(
        room.session, room.nurse, grant.id, basis="best_interests", document="Letter", starts_on=today()
    )
    assert first.ended_at is not None
    assert second.recorded_by_id == room.world.nurse.id
    assert [row.basis.basis for row in basis.of_helpers(room.session, room.nurse)] == ["best_interests"]
    basis.end(room.session, room.rosa, grant.id)
    assert "decide" not in grant.scopes
    assert [row.basis for row in basis.of_helpers(room.session, room.nurse)] == [None]


def test_only_clinical_members_of_the_team_record_a_basis(room, keys):
    world = room.world
    for actor in (world.rosa, world.otto, world.clerk):
        with pytest.raises(Forbidden):
            basis.record(
                room.session, world.grant(room.session, actor), grant_of(room).id, basis="consent", document="x",
                starts_on=today(),
            )  # fmt: skip


def test_who_helps_two_people_decides_for_the_one_alone(room, keys, otto):
    factories.proxy(room.session, room.world.otto, room.world.ruben_patient, by=room.world.ruben)
    for_ruben = room.world.grant(room.session, room.world.otto, room.world.ruben_patient)
    with pytest.raises(Forbidden):
        decisions.decide(room.session, for_ruben, keys["goal"], 1, "yes")
