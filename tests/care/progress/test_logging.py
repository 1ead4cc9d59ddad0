"""Entries are stored once, dated on the person's own day, undone without a trace on the worklist."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns import tuning
from app.care.progress import logging
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Concern, ProgressEntry
from tests import factories
from tests.care.progress import plans


@pytest.fixture
def walk(database, world):
    with database.write() as session:
        return plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Walk to the shop")


def record(session, grant, walk, outcome="did", key="k", **more):
    day = more.pop("on", clock.today("America/Edmonton"))
    return logging.record(session, grant, walk.key, outcome, happened_on=day, client_key=key, **more)


def open_rules(session):
    return session.scalars(sa.select(Concern.rule).where(Concern.closed_at.is_(None))).all()


def test_once_for_each_key_on_both_engines(each_database):
    with each_database.write() as session:
        world = factories.world(session)
        walk = plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Walk")
        grant = world.grant(session, world.rosa)
        first = record(session, grant, walk)
        assert record(session, grant, walk).id == first.id
        with pytest.raises(Conflict):  # an old page that a phone brought back is not the same form sent twice
            record(session, grant, walk, "partly")
        logging.undo(session, grant, first.id)
        with pytest.raises(Conflict):
            record(session, grant, walk)
        assert session.scalars(sa.select(ProgressEntry.outcome)).all() == ["did"]


def test_three_in_a_row_reach_the_worklist_and_undo_takes_it_away(database, world, walk):
    today = clock.today("America/Edmonton")
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        for n in (3, 2):
            record(session, grant, walk, "not_this_time", str(n), on=today - timedelta(days=n), barrier="It rained")
        assert open_rules(session) == []
        third = record(session, grant, walk, "not_this_time", "1", on=today - timedelta(days=1))
        assert open_rules(session) == ["not_this_time"]
        assert session.scalars(sa.select(Concern)).one().why["barrier"] == "It rained"
        logging.undo(session, grant, third.id)
        assert open_rules(session) == []
        record(session, grant, walk, "not_this_time", "1b", on=today - timedelta(days=1))
        record(session, grant, walk, "did", "0")
        assert open_rules(session) == []


def test_how_many_in_a_row_may_be_another_number_for_one_person(database, world, walk):
    today = clock.today("America/Edmonton")
    with database.write() as session:
        nurse, grant = world.grant(session, world.nurse), world.grant(session, world.rosa)
        tuning.set_for_person(session, nurse, "not_this_time_in_a_row", 2, "She tires fast", seen="")
        record(session, grant, walk, "not_this_time", "2", on=today - timedelta(days=2))
        assert open_rules(session) == []
        record(session, grant, walk, "not_this_time", "1", on=today - timedelta(days=1))
        assert open_rules(session) == ["not_this_time"]


def test_not_this_time_twice_on_a_day_mends_the_first(database, world, walk):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        first = record(session, grant, walk, "not_this_time", "a", barrier="It rained")
        again = record(session, grant, walk, "not_this_time", "b", barrier="I was tired")
        assert (again.id, again.barrier) == (first.id, "I was tired")
        theirs = record(session, world.grant(session, world.otto), walk, "not_this_time", "c", barrier="No shoes")
        assert (theirs.id != first.id, theirs.capacity) == (True, "proxy")


def test_low_confidence(database, world, walk, frozen_clock):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        record(session, grant, walk, key="a", confidence=6)
        assert open_rules(session) == [], "one hard day is no pattern"
        frozen_clock.move(days=1)
        record(session, grant, walk, key="b", confidence=5)
        assert open_rules(session) == ["low_confidence"]
        frozen_clock.move(days=1)
        record(session, grant, walk, key="c", confidence=7)
        assert open_rules(session) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcome": "missed"}, "outcome"), ({"on": date(2099, 1, 1)}, "happened_on"),
        ({"on": date(2020, 1, 1)}, "happened_on"), ({"note": "x" * 2001}, "note"),
        ({"barrier": "x" * 2001}, "barrier"),
        ({"confidence": 11}, "confidence"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(database, world, walk, facts, field):
    with database.write() as session, pytest.raises(Invalid) as wrong:
        record(session, world.grant(session, world.rosa), walk, **facts)
    assert list(wrong.value.fields) == [field]


def test_other_peoples_lines_and_entries_are_not_there(database, world, walk):
    with database.write() as session:
        entry = record(session, world.grant(session, world.rosa), walk)
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        with pytest.raises(NotFound):
            record(session, ruben, walk)
        with pytest.raises(NotFound):
            logging.undo(session, ruben, entry.id)
        with pytest.raises(Forbidden):
            logging.undo(session, world.grant(session, world.otto), entry.id)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), date(2026, 3, 7)),  # 23:59, the night before clocks go forward
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 5, 59, tzinfo=UTC), date(2026, 3, 8)),  # the day has 23 hours
        (datetime(2026, 3, 9, 6, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 11, 1, 5, 59, tzinfo=UTC), date(2026, 10, 31)),
        (datetime(2026, 11, 2, 6, 59, tzinfo=UTC), date(2026, 11, 1)),  # 25 hours
        (datetime(2026, 11, 2, 7, 0, tzinfo=UTC), date(2026, 11, 2)),
    ],
)
def test_today_is_the_persons_day_in_nights_when_clocks_change(database, world, frozen_clock, at, day):
    frozen_clock.set(at)
    with database.write() as session:
        walk = plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Walk")
        grant = world.grant(session, world.rosa)
        assert record(session, grant, walk, on=day).happened_at == at
        with pytest.raises(Invalid):
            record(session, grant, walk, key="b", on=day + timedelta(days=1))
        before = record(session, grant, walk, key="c", on=day - timedelta(days=1))
        assert before.happened_at < at
