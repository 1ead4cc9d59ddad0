"""Calls: three outcomes with coded reasons, attempts that count, a next time, and what the person sees."""

from datetime import timedelta

import pytest

from app import clock
from app.care import concerns
from app.care.concerns import worklist
from app.care.contacts import calls
from app.care.worse import ring_me
from app.db import new_id
from app.errors import Conflict, Forbidden, Invalid
from app.models import CallAttempt


def call(session, grant, outcome="not_reached", reason="no_answer", again=None, key="", words=""):
    at = clock.now() + timedelta(hours=again) if again else None
    return calls.note(session, grant, outcome, reason, words, at, client_key=key or new_id())


def lines(session, grant):
    return [line for line in worklist.about(session, grant) if line.concern.rule == calls.RULE]


@pytest.mark.parametrize(
    ("outcome", "reason", "again", "field"),
    [
        ("", "", None, "outcome"),
        ("gone", "no_answer", None, "outcome"),
        ("reached", "no_answer", None, "reason"),
        ("not_reached", "", None, "reason"),
        ("later", "asked", None, "again"),
        ("later", "asked", -1, "again"),
        ("later", "asked", 24 * 60 + 1, "again"),
        ("not_reached", "busy", -1, "again"),
    ],
)
def test_what_is_refused(database, world, outcome, reason, again, field):
    with database.write() as session:
        with pytest.raises(Invalid) as problem:
            call(session, world.grant(session, world.nurse), outcome, reason, again)
        assert list(problem.value.fields) == [field]
        assert session.query(CallAttempt).count() == 0


def test_attempts_count_until_somebody_is_reached(frozen_clock, database, world):
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        call(session, nurse)
        frozen_clock.move(hours=3)
        call(session, nurse, reason="message", again=20)
        seen = calls.for_the_person(session, rosa)
        assert (seen.times, seen.last) == (2, clock.now())
        assert seen.next == clock.now() + timedelta(hours=20)
        assert calls.for_the_person(session, world.grant(session, world.ruben, world.ruben_patient)) is None
        frozen_clock.move(hours=1)
        call(session, nurse, "reached", "all_well")
        assert calls.for_the_person(session, rosa) is None
        call(session, nurse)
        assert calls.for_the_person(session, rosa).times == 1


def test_after_14_days_it_is_not_shown_any_more(frozen_clock, database, world):
    with database.write() as session:
        call(session, world.grant(session, world.nurse))
        frozen_clock.move(days=13)
        rosa = world.grant(session, world.rosa)
        assert calls.for_the_person(session, rosa)
        frozen_clock.move(days=2)
        assert calls.for_the_person(session, rosa) is None


def test_a_next_time_is_one_line_and_moves_with_the_next_try(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        call(session, nurse, again=2)
        frozen_clock.move(hours=2)
        call(session, nurse, again=48)
        (line,) = lines(session, nurse)
        assert line.concern.due_at == clock.now() + timedelta(hours=48)
        assert line.concern.owner_id == world.nurse.id
        assert "Tried 2 times" in concerns.words_of(line.concern)
        frozen_clock.move(hours=40)
        call(session, nurse, "reached", "talked")
        assert lines(session, nurse) == []


def test_a_wish_to_be_rung_ends_when_they_are_reached_and_not_before(database, world):
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        ring_me.ask(session, rosa, "About my knee", answer_days=2)
        call(session, nurse)
        assert ring_me.open_wish(session, rosa)
        call(session, nurse, "reached", "talked")
        assert ring_me.open_wish(session, rosa) is None


def test_a_press_sent_twice_is_one_attempt(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        assert call(session, nurse, key="k1").id == call(session, nurse, key="k1").id
        with pytest.raises(Conflict):
            call(session, nurse, reason="busy", key="k1")
        assert session.query(CallAttempt).count() == 1


def test_who_may_not_write_calls_down(database, world):
    with database.write() as session:
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                call(session, world.grant(session, who))
