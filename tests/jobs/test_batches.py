"""A few rows are looked at together and sent one by one: what happens in between counts, and nothing is held long."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.plan import day, opened
from app.care.progress import logging
from app.care.reminders import looking, refresh, sending
from app.db import Database
from app.jobs import send_reminders
from app.models import PushSubscription, Reminder
from tests.care.reminders import stories
from tests.jobs.waiting import MANY, notes, outcomes, rows, states

pytestmark = pytest.mark.usefixtures("frozen_clock", "each_database")


@pytest.fixture(autouse=True)
def one_batch(monkeypatch):
    """All that is due is taken at once, as of many rows."""
    monkeypatch.setattr(sending, "SHARE", 1)


@pytest.fixture
def phone(database, world, service):
    """Rosa's phone said yes; she takes as many reminders as there are."""
    subscription = service.subscribe()
    with database.write() as session:
        stories.phone(session, world.rosa, subscription)
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=100)
    return subscription


@pytest.fixture
def after_first_post(monkeypatch):
    """Do something as soon as the first message is out, before the sender goes on."""

    def put(do):
        real, done = send_reminders.post, []

        def post(*given):
            answer = real(*given)
            if not done:
                done.append(True)
                do()
            return answer

        monkeypatch.setattr(send_reminders, "post", post)

    return put


def activities(session, world):
    """Three things of today, each with a time of its own."""
    version = stories.plan(session, world.rosa_patient, world.nurse)
    stories.opened(session, version, world.rosa)
    lines = [stories.item(session, version, what=what) for what in ("Walk", "Swim", "Stretch")]
    for line in lines:
        stories.on_my_day(session, line, world.rosa)
    saved = session.scalars(sa.select(stories.ReminderSetting)).one()
    saved.times = {f"item:{line.key}": at for line, at in zip(lines, ("10:00", "11:00", "12:00"), strict=True)}
    refresh(session, world.rosa_patient.id)
    return lines


def log(session, world, line):
    helper = world.grant(session, world.otto, world.rosa_patient)
    today = clock.today("America/Edmonton")
    logging.record(session, helper, line.key, "did", happened_on=today, client_key=f"did-{line.key}")


def take_off(session, world, line):
    day.take_off(session, world.grant(session, world.rosa), line.key)


@pytest.mark.parametrize("do", [log, take_off])
def test_what_is_done_while_the_batch_goes_out_is_not_rung_for(
    database, world, service, phone, send, frozen_clock, after_first_post, do
):
    with database.write() as session:
        lines = activities(session, world)
    frozen_clock.move(hours=3, minutes=1)  # 12:01, the sender was away

    def meanwhile():
        with database.write() as session:
            do(session, world, lines[1])

    after_first_post(meanwhile)
    send()
    assert len(service.messages) == 2
    today = [row for row in rows(database).values() if row.sent_at]
    assert sorted(row.key for row in today) == sorted([lines[0].key, lines[2].key])
    assert outcomes(database) == {"delivered": 2}, "no trace of an attempt that never was"


def test_a_version_that_was_opened_is_told_of_no_more(database, world, service, phone, send, frozen_clock):
    with database.write() as session:
        version = stories.plan(session, world.rosa_patient, world.nurse, offered_days_ago=1)
        refresh(session, world.rosa_patient.id)
        assert session.scalars(sa.select(Reminder.kind)).all() == ["plan"]
        opened.note(session, world.grant(session, world.rosa), version.number)
    assert states(database) == {"dropped": 1}
    frozen_clock.move(days=1, hours=1)
    send()
    assert service.messages == []


def test_a_phone_that_is_removed_while_the_batch_goes_out_gets_no_more(
    database, world, service, phone, send, after_first_post
):
    notes(database, world)

    def meanwhile():
        with database.write() as session:
            session.execute(sa.delete(PushSubscription))

    after_first_post(meanwhile)
    send()
    assert len(service.messages) == 1
    assert states(database) == {"sent": 1, "dropped": MANY - 1}


def test_an_address_that_changed_while_the_batch_goes_out_is_the_one_that_is_used(
    database, world, service, phone, send, after_first_post
):
    notes(database, world)
    new = service.subscribe()

    def meanwhile():
        with database.write() as session:
            row = session.scalars(sa.select(PushSubscription)).one()
            row.endpoint, row.p256dh, row.auth = new.endpoint, new.p256dh, new.auth

    after_first_post(meanwhile)
    send()
    assert [m.endpoint for m in service.messages] == [phone.endpoint, *[new.endpoint] * (MANY - 1)]


def test_what_a_slow_service_keeps_us_from_goes_back_at_once(
    database, world, service, phone, settings, frozen_clock, after_first_post, monkeypatch
):
    notes(database, world)
    after_first_post(lambda: frozen_clock.move(seconds=16))
    real, taken = sending.claim, []

    def only_once(session):
        taken.append(real(session) if not taken else [])
        return taken[-1]

    with monkeypatch.context() as patched:
        patched.setattr(sending, "claim", only_once)
        assert send_reminders.send_once(settings) == 1
    free = [row for row in rows(database).values() if row.state == "due"]
    assert len(free) == MANY - 1
    assert all(row.lease is None and row.leased_until is None and row.tries == 0 for row in free)
    assert outcomes(database) == {"delivered": 1}
    assert send_reminders.send_once(settings) == MANY - 1
    assert len(service.messages) == MANY


def test_a_sender_that_is_told_to_stop_leaves_nothing_in_its_hands(
    database, world, service, phone, settings, after_first_post
):
    notes(database, world)
    stop = threading.Event()
    after_first_post(stop.set)
    own = Database(settings.database_url)
    with send_reminders.open_client(settings.push_origins) as client:
        assert send_reminders.send_due(settings, own, client, stop) == 1
    own.dispose()
    assert [row.lease for row in rows(database).values()] == [None] * MANY
    assert states(database) == {"sent": 1, "due": MANY - 1}


def test_a_fault_of_ours_stops_one_row_and_not_the_batch(
    database, world, service, phone, settings, monkeypatch, caplog, frozen_clock
):
    ids = notes(database, world)
    real = send_reminders.payload

    def fails_for_one(errand, url):
        if errand.claim.reminder_id == ids[0]:
            raise RuntimeError("a fault of ours")
        return real(errand, url)

    with monkeypatch.context() as patched:
        patched.setattr(send_reminders, "payload", fails_for_one)
        send_reminders.send_once(settings)
    assert len(service.messages) == MANY - 1
    assert "could not be sent" in caplog.text
    frozen_clock.move(seconds=sending.LEASE.total_seconds() + 1)
    send_reminders.send_once(settings)
    assert states(database) == {"sent": MANY}


def test_a_fault_of_the_database_gives_the_rest_back(database, world, service, phone, settings, monkeypatch):
    notes(database, world)
    with monkeypatch.context() as patched:
        patched.setattr(send_reminders.recording, "record_last", lambda *_a, **_n: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_reminders.send_once(settings)
    assert sum(row.lease is None for row in rows(database).values()) == MANY - 1


def test_of_few_rows_a_sender_takes_few(database, world, monkeypatch):
    monkeypatch.undo()
    notes(database, world, many=100)
    taken = []
    for _ in range(30):
        with database.write() as session:
            taken.append([one.reminder_id for one in sending.claim(session)])
    sizes = [len(batch) for batch in taken if batch]
    left = [sum(sizes[n:]) for n in range(len(sizes))]
    assert sizes[0] == sending.MOST
    assert all(size <= max(sending.FEW, rest // 3) for size, rest in zip(sizes, left, strict=True))
    assert sum(sizes) == len({id_ for batch in taken for id_ in batch}) == 100, "each row once"


def test_a_batch_needs_few_statements(database, world, service, settings):
    """Nothing is read row by row but the last look, and one commit is made for each message."""
    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=100)
    notes(database, world, many=20)
    own, seen = Database(settings.database_url), Counter()

    def count(_connection, _cursor, text, *_more):
        seen[text.split()[0].upper()] += 1

    sa.event.listen(own.engine, "before_cursor_execute", count)
    sa.event.listen(own.engine, "commit", lambda _connection: seen.update(["COMMITS"]))
    with send_reminders.open_client(settings.push_origins) as client:
        assert send_reminders.send_due(settings, own, client) == 20
    own.dispose()
    assert seen.pop("COMMITS") == 21
    seen.pop("BEGIN", 0)
    assert sum(seen.values()) <= 20 * 4 + 15, seen


def test_a_lease_that_ended_is_not_begun(database, world, phone, frozen_clock):
    notes(database, world)
    with database.write() as session:
        errands = looking.look(session, sending.claim(session))
    assert clock.now() < sending.begins_until(errands[0].claim) <= errands[0].claim.until - timedelta(seconds=100)
    frozen_clock.move(minutes=3)
    with database.write() as session:
        assert sending.is_as_it_was(session, errands[0]), "nobody took it"
        sending.claim(session)
    with database.write() as session:
        assert not sending.is_as_it_was(session, errands[0]), "another sender has it"
