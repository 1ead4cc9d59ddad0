"""Questions hang on an item, have an owner and a promised time, and are answered where they were asked."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.care.plan import questions, reading
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Concern
from tests import factories
from tests.care.plan.plans import offered
from tests.factories import ZONE

PROMISES = [
    # asked (UTC; Edmonton is seven hours behind in winter, six in summer), working days, promised
    (datetime(2026, 3, 3, 16, tzinfo=UTC), 2, datetime(2026, 3, 6, 0, tzinfo=UTC)),
    (datetime(2026, 3, 5, 16, tzinfo=UTC), 2, datetime(2026, 3, 9, 23, tzinfo=UTC)),  # over a weekend
    (datetime(2026, 3, 7, 16, tzinfo=UTC), 1, datetime(2026, 3, 9, 23, tzinfo=UTC)),  # asked on a Saturday
    (datetime(2026, 3, 4, 5, tzinfo=UTC), 1, datetime(2026, 3, 5, 0, tzinfo=UTC)),  # still the evening before there
    (datetime(2026, 3, 3, 16, tzinfo=UTC), 0, datetime(2026, 3, 5, 0, tzinfo=UTC)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "days", "promised"), PROMISES)
def test_the_promise_counts_working_days_where_the_person_lives(asked, days, promised):
    assert questions.promised(asked, days, ZONE) == promised


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


def waiting_concerns(room):
    query = sa.select(Concern).where(Concern.rule == "question_waiting", Concern.closed_at.is_(None))
    return list(room.session.scalars(query))


def test_a_question_is_owned_promised_seen_and_answered(room, keys):
    asked = questions.ask(room.session, room.rosa, keys["goal"], "What happens if I do not?", answer_days=2)
    assert asked.owner_id == room.world.nurse.id
    assert reading.item(room.session, room.rosa, keys["goal"]).waits_for_answer
    concern = waiting_concerns(room)[0]
    assert (concern.subject, concern.due_at) == (asked.id, asked.promised_by)
    questions.answer(room.session, room.nurse, asked.id, "Nothing bad.")
    assert waiting_concerns(room) == []
    assert questions.waiting(room.session, room.nurse) == []
    line = reading.item(room.session, room.rosa, keys["goal"])
    assert [q.answer for q in line.questions] == ["Nothing bad."]
    assert not line.waits_for_answer


def test_the_same_question_sent_twice_is_one(room, keys):
    first = questions.ask(room.session, room.rosa, keys["goal"], "Why?", "c-1")
    again = questions.ask(room.session, room.rosa, keys["goal"], "Why?", "c-1")
    assert first.id == again.id
    assert len(waiting_concerns(room)) == 1


def test_answering_twice_shows_both_answers(room, keys):
    asked = questions.ask(room.session, room.rosa, keys["goal"], "Why?")
    questions.answer(room.session, room.nurse, asked.id, "Because.")
    assert questions.answer(room.session, room.nurse, asked.id, "Because.").answer == "Because."
    doctor = room.world.grant(room.session, room.world.physician)
    with pytest.raises(Conflict) as refused:
        questions.answer(room.session, doctor, asked.id, "For your heart.")
    assert (refused.value.mine, refused.value.theirs) == ("For your heart.", "Because.")


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 2001])
def test_what_is_no_question_is_refused(room, keys, words):
    with pytest.raises(Invalid) as refused:
        questions.ask(room.session, room.rosa, keys["goal"], words)
    assert set(refused.value.fields) == {"words"}


def test_who_may_ask_and_answer(room, keys):
    with pytest.raises(Forbidden):
        questions.ask(room.session, room.otto, keys["goal"], "Why?")
    factories.proxy(
        room.session, room.world.otto, room.world.ruben_patient, by=room.world.ruben, scopes=("see", "ask")
    )
    otto_for_ruben = room.world.grant(room.session, room.world.otto, room.world.ruben_patient)
    with pytest.raises(NotFound):
        questions.ask(room.session, otto_for_ruben, keys["goal"], "Why?")
    asked = questions.ask(room.session, room.rosa, keys["goal"], "Why?")
    with pytest.raises(Forbidden):
        questions.answer(room.session, room.rosa, asked.id, "x")
    nurse_for_ruben = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    with pytest.raises(NotFound):
        questions.answer(room.session, nurse_for_ruben, asked.id, "x")


def test_another_question_from_a_page_that_was_sent_before_is_never_taken_for_the_first(room, keys):
    asked = questions.ask(room.session, room.rosa, keys["goal"], "Why?", "page")
    assert questions.ask(room.session, room.rosa, keys["goal"], "Why?", "page").id == asked.id
    with pytest.raises(Conflict):
        questions.ask(room.session, room.rosa, keys["goal"], "And how?", "page")
