"""Each suggested question follows from a fact, at its edge; without the fact it is not there."""

from datetime import date, timedelta

import pytest

from app.care.contacts import asking, sheet
from app.care.plan import offering, questions
from app.care.progress import logging
from app.db import new_id
from tests import factories
from tests.care.plan.plans import put
from tests.provider.plans import days, offered

TODAY = date(2026, 3, 10)


def words(session, world):
    return " | ".join(one.words for one in sheet.of(session, world.grant(session, world.nurse)).suggested)


def log(session, world, key, outcome, day, **more):
    return logging.record(
        session, world.grant(session, world.rosa), key, outcome, happened_on=day, client_key=new_id(), **more
    )


def test_without_a_fact_only_the_open_question(frozen_clock, database, world):
    with database.write() as session:
        offered(session, world)
        found = words(session, world)
    assert "How are you today?" in found
    assert "What made it hard" not in found
    assert "How does it go" not in found  # offered today


@pytest.mark.parametrize(("outcomes", "asks"), [(["not_this_time"], False), (["not_this_time"] * 2, True)])
def test_not_this_time_twice_of_three_asks_what_got_in_the_way(frozen_clock, database, world, outcomes, asks):
    with database.write() as session:
        keys = offered(session, world)
        today = days(world)[0]
        for n, outcome in enumerate(["did", *outcomes]):
            frozen_clock.move(days=1)
            log(session, world, keys["walk"], outcome, today + timedelta(days=n + 1))
        assert ("What made it hard: Walk to the corner shop" in words(session, world)) is asks


def test_a_question_that_waits_and_a_low_number_are_asked_about(frozen_clock, database, world):
    with database.write() as session:
        keys = offered(session, world)
        questions.ask(session, world.grant(session, world.rosa), keys["walk"], "Is a stick allowed?")
        found = words(session, world)
        assert "You asked: “Is a stick allowed?”" in found
        assert "You are 6 of 10 sure of this: Walk to the corner shop" in found
        assert "stick" not in " ".join(
            one.words for one in sheet.of(session, world.grant(session, world.nurse, world.ruben_patient)).suggested
        )


@pytest.mark.parametrize(("number", "asks"), [(6, True), (7, False)])
def test_seven_is_sure_enough(number, asks):
    known = living_facts(sure={"walk": asking.Said(number)})
    assert any("What would make it a 7" in one.words for one in asking.questions(known)) is asks


@pytest.mark.parametrize(("quiet", "asks"), [(13, False), (14, True)])
def test_fourteen_days_without_an_entry(frozen_clock, database, world, quiet, asks):
    with database.write() as session:
        keys = offered(session, world)
        log(session, world, keys["walk"], "did", days(world)[0])
        frozen_clock.move(days=quiet)
        assert ("How does it go: Walk to the corner shop" in words(session, world)) is asks


def test_a_late_promise_is_asked_about(frozen_clock, database, world):
    with database.write() as session:
        offered(session, world)
        frozen_clock.move(days=28)
        assert "We promised:" not in words(session, world)
        frozen_clock.move(days=1)
        assert "We promised: A phone call with Nora. Did you get it?" in words(session, world)


def living_facts(**more):
    from types import SimpleNamespace

    item = SimpleNamespace(key="walk", kind="activity", content={"what": "Walk"}, starts_on=TODAY, ends_on=TODAY)
    return asking.Known(
        **{"today": TODAY, "items": [item], "entries": [], "sure": {}, "questions": [], "promises": [],
           "offered_on": TODAY, "review_on": None, **more}
    )  # fmt: skip


@pytest.mark.parametrize(("ahead", "asks"), [(30, True), (31, False)])
def test_a_review_within_30_days(ahead, asks):
    known = living_facts(review_on=TODAY + timedelta(days=ahead))
    assert any("look at the plan together" in one.words for one in asking.questions(known)) is asks


def test_what_a_helper_asked_or_wrote_is_not_said_to_be_the_persons_own(frozen_clock, database, world):
    with database.write() as session:
        keys = offered(session, world)
        proxy = factories.proxy(
            session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "ask", "log")
        )
        assert proxy is not None
        helper = world.grant(session, world.stranger)
        questions.ask(session, helper, keys["walk"], "Is a stick allowed?")
        today = days(world)[0]
        for n in (1, 2):
            frozen_clock.move(days=1)
            logging.record(
                session, helper, keys["walk"], "not_this_time", happened_on=today + timedelta(days=n),
                client_key=new_id(), barrier="She was slow",
            )  # fmt: skip
        found = words(session, world)
    assert "Somebody who helps you asked: “Is a stick allowed?”" in found
    assert "What made it hard: Walk to the corner shop?" in found
    assert "She was slow" not in found


def test_a_day_to_decide_is_nothing_that_one_gets(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        offered(session, world)
        put(session, nurse, "trial", owner=world.nurse.id, starts_on=days(world)[0], ends_on=days(world)[0])
        offering.offer(session, nurse)
        frozen_clock.move(days=2)
        assert "Did you get it?" not in words(session, world)
