"""The most messages of a day, when several are looked at together or by several senders."""

from collections import Counter

import pytest

from app.care.reminders import sending
from app.models import Reminder
from tests.care.reminders import stories
from tests.jobs.waiting import notes, rows, states

pytestmark = pytest.mark.usefixtures("frozen_clock", "each_database")


@pytest.fixture(autouse=True)
def one_batch(monkeypatch):
    """All that is due is taken at once, as of many rows."""
    monkeypatch.setattr(sending, "SHARE", 1)


def prepare(database, world, service, limit):
    """Rosa has a phone, and wants so many reminders a day."""
    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=limit)


def test_the_limit_of_a_day_holds_within_a_batch(database, world, service, send, frozen_clock):
    prepare(database, world, service, limit=2)
    notes(database, world)
    send()
    assert len(service.messages) == 2
    frozen_clock.move(seconds=16)
    send()
    assert len(service.messages) == 2
    assert Counter(row.why_dropped for row in rows(database).values() if row.state == "dropped") == {"limit": 4}


def test_a_message_that_did_not_arrive_uses_up_nothing_of_the_day(database, world, service, send, frozen_clock):
    prepare(database, world, service, limit=1)
    notes(database, world, many=2)
    service.will(503)
    send()
    assert states(database) == {"due": 2}
    frozen_clock.move(seconds=16)
    send()
    assert len(service.messages) == 1
    frozen_clock.move(minutes=2)
    send()
    assert len(service.messages) == 1
    assert states(database) == {"sent": 1, "dropped": 1}


def test_what_another_sender_has_in_its_hands_counts_until_it_is_known(database, world, service, send, frozen_clock):
    prepare(database, world, service, limit=1)
    notes(database, world, many=1)
    with database.write() as session:
        other = sending.claim(session)
    with database.write() as session:
        stories.due(session, world.rosa_patient, world.rosa, about="late")
    send()
    assert service.messages == []
    assert states(database) == {"due": 2}, "not dropped: the other one may not arrive"
    with database.write() as session:
        sending.give_back(session, other)
        session.get(Reminder, other[0].reminder_id).state = "dropped"
    frozen_clock.move(seconds=16)
    send()
    assert len(service.messages) == 1
