"""One open line for each person, rule and subject, on both engines, whatever happens at once."""

from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.concerns import RULES, close_concern_for, raise_concern, take, words_of
from app.care.concerns.snoozing import snooze
from app.i18n import LANGUAGES, using_locale
from app.models import Concern
from tests import factories


def test_a_repeat_counts_and_never_calms_down(each_database, frozen_clock):
    with each_database.write() as session:
        world = factories.world(session)
        grant = system(world.rosa_patient.id)
        first = raise_concern(session, grant, rule="measurement_flag", subject="weight", band="urgent",
                              why={"kind": "weight", "symptoms": True})  # fmt: skip
        due = first.due_at
        frozen_clock.move(hours=2)
        again = raise_concern(
            session, grant, rule="measurement_flag", subject="weight", band="soon", why={"kind": "weight"}
        )
        assert again.id == first.id
        assert (again.times, again.band, again.due_at) == (2, 1, due)
        assert again.why == {"kind": "weight", "symptoms": True}, "the worse reason stays"
        assert again.last_at == clock.now()


def test_other_people_and_subjects_have_their_own_line(each_database):
    with each_database.write() as session:
        world = factories.world(session)
        for patient in (world.rosa_patient, world.ruben_patient):
            for subject in ("a", "b"):
                raise_concern(session, system(patient.id), rule="lets_talk", subject=subject)
        assert session.scalar(sa.select(sa.func.count()).select_from(Concern)) == 4


def test_two_at_once_make_one_line(each_database):
    with each_database.write() as session:
        patient_id = factories.world(session).rosa_patient.id

    def ask():
        with each_database.write() as session:
            raise_concern(session, system(patient_id), rule="wants_a_call")

    asking = [Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(30)
    with each_database.read() as session:
        (line,) = session.scalars(sa.select(Concern)).all()
    assert line.times == 4


def test_a_closed_line_makes_room_for_a_new_one(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        first = raise_concern(session, grant, rule="question_waiting", subject="q1")
        assert close_concern_for(session, grant, "question_waiting", "q1") is not None
        assert close_concern_for(session, grant, "question_waiting", "q1") is None
        second = raise_concern(session, grant, rule="question_waiting", subject="q1")
        assert second.id != first.id
        assert (second.times, first.outcome, first.closed_by_id) == (1, "dealt_with", world.rosa.id)


def test_the_promise_may_come_from_the_caller(database, world, frozen_clock):
    with database.write() as session:
        by = clock.now() + timedelta(hours=1)
        line = raise_concern(session, system(world.rosa_patient.id), rule="question_waiting", due_at=by)
        assert line.due_at == by


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_says_why_with_and_without_facts(name):
    rule = RULES[name]
    assert rule.source
    facts = {
        "title": "Walk", "words": "May I?", "form": "Before your visit", "visit_on": "2026-11-28", "confidence": 4,
        "barrier": "It rained", "review_on": "2026-11-28", "question": "Pain?", "answer": "Yes", "kind": "weight",
        "values": {"weight": 80}, "unit": "kg", "flag": "weight_day", "happened_at": "2026-11-21T08:00:00+00:00",
    }  # fmt: skip
    for language in LANGUAGES:
        with using_locale(language):
            for why in ({}, facts, {"confidence": None, "visit_on": "soon"}):
                words = words_of(Concern(rule=name, why=why))
                assert words
                assert "%(" not in words
                assert "None" not in words


def test_what_a_helper_raised_names_the_helper(database, world):
    with database.write() as session:
        line = raise_concern(session, world.grant(session, world.otto), rule="lets_talk", why={"title": "Walk"})
        assert words_of(line).endswith("Written down by Otto.")


def test_what_is_worse_was_looked_at_by_nobody(each_database, frozen_clock):
    with each_database.write() as session:
        world = factories.world(session)
        nurse, job = world.grant(session, world.nurse), system(world.rosa_patient.id)
        line = raise_concern(session, job, rule="measurement_flag", subject="weight", band="soon")
        take(session, nurse, line.id)
        frozen_clock.move(hours=2)
        assert (
            raise_concern(session, job, rule="measurement_flag", subject="weight", band="soon").taken_at is not None
        )
        worse = raise_concern(session, job, rule="measurement_flag", subject="weight", band="urgent")
        assert (worse.taken_at, worse.owner_id) == (None, world.nurse.id), "so that it is handed on"


@pytest.mark.parametrize(("band", "who"), [("urgent", "job"), ("soon", "rosa")])
def test_what_is_urgent_or_new_from_the_person_brings_a_line_back(each_database, frozen_clock, band, who):
    with each_database.write() as session:
        world = factories.world(session)
        job = system(world.rosa_patient.id)
        line = raise_concern(session, job, rule="wants_a_call", band=band)
        line.due_at = clock.now() + timedelta(days=9)
        snooze(session, world.grant(session, world.nurse), line.id, "hour", zone="America/Edmonton")
        assert line.snoozed_until is not None
        sender = job if who == "job" else world.grant(session, world.rosa)
        again = raise_concern(session, sender, rule="wants_a_call", band=band)
        assert (again.id, again.snoozed_until, again.taken_at) == (line.id, None, None)
