"""Two senders at once, and a sender that dies between any two steps: nobody gets a reminder twice or never."""

import threading

import pytest
import sqlalchemy as sa

from app.access import chain
from app.care.reminders import looking, recording, seen, sending
from app.jobs import send_reminders
from app.models import Reminder
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock", "each_database")


def prepare(database, world, service, many=1, kind="note"):
    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=100)
        for n in range(many):
            stories.due(session, world.rosa_patient, world.rosa, kind, about=str(n))


def states(database):
    with database.read() as session:
        return [r.state for r in session.scalars(sa.select(Reminder))]


def test_two_senders_send_each_row_once(database, world, service, settings):
    prepare(database, world, service, many=24)
    gate, worked, faults = threading.Barrier(2, timeout=20), [], []

    def go():
        try:
            gate.wait()
            worked.append(send_reminders.send_once(settings))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert len(service.messages) == 24
    assert sum(worked) == 24
    assert states(database) == ["sent"] * 24


def test_a_held_row_is_nobody_elses_until_the_lease_ends(database, world, service, settings, frozen_clock):
    prepare(database, world, service)
    with database.write() as session:
        assert len(sending.claim(session)) == 1
    assert send_reminders.send_once(settings) == 0
    frozen_clock.move(seconds=sending.LEASE.total_seconds() - 1)
    assert send_reminders.send_once(settings) == 0
    frozen_clock.move(seconds=1)
    assert send_reminders.send_once(settings) == 1
    assert len(service.messages) == 1


class Crash(BaseException):
    """The process ends here."""


STEPS = {  # where it dies: how often the phone rings in the end
    "look": 1,
    "post": 1,
    "record_last": 2,  # the service had it, we could not write it down: rather twice than never
}


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_before_any_step_is_mended_by_the_next_sender(
    database, world, service, settings, frozen_clock, monkeypatch, step
):
    prepare(database, world, service)

    def die(*_args, **_named):
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr({"look": looking, "post": send_reminders, "record_last": recording}[step], step, die)
        with pytest.raises(Crash):
            send_reminders.send_once(settings)
    if step != "look":  # claiming and looking are one transaction, which left nothing
        assert send_reminders.send_once(settings) == 0, "the lease still holds"
    frozen_clock.move(seconds=sending.LEASE.total_seconds() + 1)
    assert send_reminders.send_once(settings) == 1
    assert len(service.messages) == STEPS[step]
    assert len({m.topic for m in service.messages}) == 1, "a second one replaces the first on the screen"
    assert states(database) == ["sent"]


def test_a_row_that_cannot_be_looked_at_does_not_stop_the_others(
    database, world, service, settings, monkeypatch, caplog, frozen_clock
):
    prepare(database, world, service, many=3)
    monkeypatch.setattr(sending, "SHARE", 1)  # all of them in one batch
    real, broken = looking.look, []

    def fails_for_one(session, claims):
        broken[:] = broken or [claims[1].reminder_id]
        if broken[0] in [one.reminder_id for one in claims]:
            session.execute(sa.text("select * from no_such_table"))
        return real(session, claims)

    with monkeypatch.context() as patched:
        patched.setattr(looking, "look", fails_for_one)
        assert send_reminders.send_once(settings) == 3
    assert len(service.messages) == 2
    assert "could not be looked at" in caplog.text
    frozen_clock.move(seconds=sending.LEASE.total_seconds() + 1)
    assert send_reminders.send_once(settings) == 1
    assert states(database) == ["sent"] * 3


def test_what_a_phone_has_shown_is_not_sent_there_again(
    database, world, service, settings, frozen_clock, monkeypatch
):
    prepare(database, world, service)

    def die(*_args, **_named):
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(recording, "record_last", die)
        with pytest.raises(Crash):
            send_reminders.send_once(settings)
    token = service.messages[0].payload["notification"]["navigate"].partition("?n=")[2]
    with database.write() as session:
        assert seen.note(session, token, "shown")
    frozen_clock.move(seconds=sending.LEASE.total_seconds() + 1)
    send_reminders.send_once(settings)
    assert len(service.messages) == 1
    assert states(database) == ["sent"]


def test_a_sender_that_lost_its_lease_stops_and_changes_nothing(database, world, service, settings, frozen_clock):
    prepare(database, world, service)
    with database.write() as session:
        (late,) = sending.claim(session)
    frozen_clock.move(minutes=3)
    assert send_reminders.send_once(settings) == 1
    with database.write() as session:
        assert looking.look(session, [late]) == []
        recording.settle(session, late, again=True, wait=None)
    assert states(database) == ["sent"]


def test_done_while_being_sent_stays_done(database, world, service, settings):
    prepare(database, world, service)
    with database.write() as session:
        mine = sending.claim(session)
        (errand,) = looking.look(session, mine)
    with database.write() as session:
        recording.drop(session.scalars(sa.select(Reminder)).one(), "not_needed")
    with database.write() as session:
        recording.record_last(session, errand.claim, errand.devices[0], "later", 503, again=True, wait=None)
    assert states(database) == ["dropped"]


def test_the_loop_sends_repairs_and_stops(database, world, service, settings, monkeypatch):
    prepare(database, world, service, kind="test")
    monkeypatch.setattr(send_reminders, "PAUSE_SECONDS", 0.05)
    with database.write() as session:
        version = stories.plan(session, world.ruben_patient, world.nurse, review_in=15)
        stories.opened(session, version, world.ruben)
    stop = threading.Event()
    thread = threading.Thread(target=send_reminders.run, args=(settings, stop))
    thread.start()
    for _ in range(200):
        if len(service.messages) == 1 and len(states(database)) == 2:
            break
        stop.wait(0.05)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    assert sorted(states(database)) == ["due", "sent"], "one sent, and one that the repair worked out"
    with database.read() as session:
        found = chain.verify(session)
    assert found.seals, "the log is sealed by the same loop"
    assert found.faults == []


def test_one_fault_stops_neither_the_others_nor_the_sending(database, world, service, settings, monkeypatch, caplog):
    prepare(database, world, service, kind="test")
    monkeypatch.setattr(send_reminders, "PAUSE_SECONDS", 0.05)
    seen, stop, real = [], threading.Event(), send_reminders.repair.one

    def fails_for_rosa(session, grant):
        seen.append(grant.patient_id)
        if grant.patient_id == world.rosa_patient.id:
            raise RuntimeError("a fault of ours")
        real(session, grant)

    monkeypatch.setattr(send_reminders.repair, "one", fails_for_rosa)
    thread = threading.Thread(target=send_reminders.run, args=(settings, stop))
    thread.start()
    for _ in range(200):
        if service.messages:
            break
        stop.wait(0.05)
    stop.set()
    thread.join(20)
    assert len(service.messages) == 1
    assert set(seen) == {world.rosa_patient.id, world.ruben_patient.id}
    assert "tried again later" in caplog.text
