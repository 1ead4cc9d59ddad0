"""A line for several times a day: each "not this time" is an entry of its own; for once a day the newer one mends."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.progress import logging, today
from app.care.reminders import refresh
from app.errors import Repeated
from app.models import ProgressEntry, Reminder
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def lines(database, world):
    """Rosa stretches twice a day and walks once; Ruben walks too."""
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        stretch = plans.item(session, version, what="Stretch", part="morning", also=["evening"])
        walk = plans.item(session, version, what="Walk to the shop")
        for line in (stretch, walk):
            plans.on_day(session, line, world.rosa)
        ruben = plans.item(session, plans.version(session, world.ruben_patient, world.nurse), what="Ruben walks")
        plans.on_day(session, ruben, world.ruben)
        refresh(session, world.rosa_patient.id)
        return {"stretch": stretch.key, "walk": walk.key}


def missed(session, world, key, client_key, barrier="", outcome="not_this_time"):
    grant, day = world.grant(session, world.rosa), clock.today(world.rosa_patient.time_zone)
    return logging.record(
        session, grant, key, outcome, happened_on=day, client_key=client_key, barrier=barrier, note=barrier
    )  # fmt: skip


def standing(session):
    query = sa.select(ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    return [row.barrier for row in session.scalars(query.order_by(ProgressEntry.recorded_at, ProgressEntry.id))]


def to_do(session, world):
    return {card.title for card in today.of(session, world.grant(session, world.rosa)).to_do}


def rings_today(session, world, key):
    query = sa.select(Reminder).where(
        Reminder.account_id == world.rosa.id, Reminder.key == key, Reminder.state == "due"
    )
    day = clock.today(world.rosa_patient.time_zone)
    return [row.dedupe for row in session.scalars(query) if f":{day}" in row.dedupe]


@pytest.mark.parametrize("second", ["not_this_time", "did"])
def test_each_time_has_its_own_words_then_the_day_is_said(database, world, lines, second):
    with database.write() as session:
        missed(session, world, lines["stretch"], "a", "It rained")
        assert "Stretch" in to_do(session, world), "the evening is still to come"
        assert len(rings_today(session, world, lines["stretch"])) == 1
        words = "I was tired" if second == "not_this_time" else ""
        missed(session, world, lines["stretch"], "b", words, second)
    with database.read() as session:
        assert sorted(standing(session)) == sorted(["It rained", words])
        assert to_do(session, world) == {"Walk to the shop"}
        assert rings_today(session, world, lines["stretch"]) == []


def test_the_same_form_again_with_other_words_mends_its_own_entry(database, world, lines):
    with database.write() as session:
        for client_key, words in (("a", "It rained"), ("b", "I was tired"), ("a", "It snowed")):
            missed(session, world, lines["stretch"], client_key, words)
        assert sorted(standing(session)) == ["I was tired", "It snowed"]


def test_what_mended_is_sent_again_and_changes_nothing(database, world, lines):
    with database.write() as session:
        first = missed(session, world, lines["walk"], "a", "It rained")
        assert missed(session, world, lines["walk"], "b", "I was tired") is first
        missed(session, world, lines["walk"], "c", "I had no shoes")
        assert missed(session, world, lines["walk"], "b", "I was tired") is first
        assert standing(session) == ["I had no shoes"], "an older one that comes late does not win"
        assert missed(session, world, lines["walk"], "b", "I fell asleep") is first
        assert standing(session) == ["I fell asleep"], "other words in the same form are meant"


def test_what_was_taken_back_does_not_come_back_with_what_mended_it(database, world, lines):
    with database.write() as session:
        first = missed(session, world, lines["walk"], "a", "It rained")
        missed(session, world, lines["walk"], "b", "I was tired")
        logging.undo(session, world.grant(session, world.rosa), first.id)
        for client_key, words in (("a", "It rained"), ("b", "I was tired")):
            with pytest.raises(Repeated):
                missed(session, world, lines["walk"], client_key, words)
        assert standing(session) == []
        assert "Walk to the shop" in to_do(session, world)
