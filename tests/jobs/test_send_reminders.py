"""Every answer of the push service, and what then becomes of the reminder. The clock shows 9:00 in Edmonton."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.people import recovery
from app.care.plan import opened
from app.care.progress import logging
from app.care.reminders import devices
from app.care.reminders.recording import FAILURES_IN_A_ROW
from app.jobs.send_reminders import send_once
from app.models import Delivery, PushSubscription, Reminder
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")
HEALTH = re.compile(r"pressure|walk|pill|medic|doctor|nurse|clinic|plan|pain|mood|weight|rosa|vega", re.I)


@pytest.fixture
def phone(database, world, service):
    """Rosa's phone said yes."""
    subscription = service.subscribe()
    with database.write() as session:
        stories.phone(session, world.rosa, subscription)
    return subscription


def one_due(database, world, **values):
    with database.write() as session:
        return stories.due(session, world.rosa_patient, world.rosa, **values).id


def row(database, id_):
    with database.read() as session:
        return session.get(Reminder, id_)


def count(database, model):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_due_reminder_arrives_once_in_neutral_words_and_opens_today(database, world, service, phone, send):
    id_ = one_due(database, world)
    assert (send(), send()) == (1, 0)
    (message,) = service.messages
    said = message.payload["notification"]
    assert said["body"] == "You have a reminder for today."
    page, _, token = said["navigate"].partition("?n=")
    assert page == f"https://plan.example.org/patients/{world.rosa_patient.id}/today"
    assert len(token) == 22
    assert token not in str(message.topic)
    assert not HEALTH.search(said["title"] + said["body"]), "a locked screen shows no health word and no name"
    assert message.plain_size == 1024
    assert message.ttl == 4 * 3600
    assert world.rosa_patient.id not in (message.topic or "")
    assert (row(database, id_).state, count(database, Delivery)) == ("sent", 1)


def test_it_speaks_the_language_of_whoever_gets_it(database, world, service, phone, send):
    with database.write() as session:
        session.merge(world.rosa).language = "en-XA"
    one_due(database, world)
    send()
    assert service.messages[0].payload["notification"]["body"].startswith("⟦")
    assert service.messages[0].payload["notification"]["dir"] == "rtl"


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(database, world, service, phone, send, status):
    service.always(status, phone)
    id_ = one_due(database, world)
    send()
    assert count(database, PushSubscription) == 0
    assert (row(database, id_).state, row(database, id_).why_dropped) == ("dropped", "no_device")


@pytest.mark.parametrize("answer", [429, 500, 503, "cut", "redirect"])
def test_trouble_means_later_with_growing_gaps_and_then_an_end(
    database, world, service, phone, send, frozen_clock, answer
):
    service.always(answer, phone)
    id_ = one_due(database, world)
    gaps = []
    for _ in range(12):
        before = clock.now()
        if send() == 0:
            break
        now = row(database, id_)
        if now.state == "due":
            gaps.append((now.next_try_at - before).total_seconds() / 60)
            frozen_clock.set(now.next_try_at)
    assert len(gaps) == 4
    for gap, least in zip(gaps, (1, 5, 15, 60), strict=True):
        assert least <= gap <= least * 1.25 + 0.01
    assert (row(database, id_).state, row(database, id_).why_dropped) == ("dropped", "gave_up")


def test_never_before_retry_after(database, world, service, phone, send):
    service.will(429, Retry_After="1800")
    id_ = one_due(database, world)
    send()
    assert row(database, id_).next_try_at >= clock.now() + timedelta(minutes=30)


def test_a_wait_longer_than_its_use_drops_it(database, world, service, phone, send):
    service.will(429, Retry_After="80000")
    id_ = one_due(database, world)
    send()
    assert (row(database, id_).state, row(database, id_).why_dropped) == ("dropped", "stale")


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_our_own_fault_is_counted_and_five_in_a_row_forget_the_phone(
    database, world, service, phone, send, caplog, status
):
    service.always(status, phone)
    for n in range(5):
        assert count(database, PushSubscription) == 1
        one_due(database, world, about=str(n))
        send()
    assert count(database, PushSubscription) == 0
    assert f"status {status}" in caplog.text
    assert phone.endpoint not in caplog.text, "an endpoint is a secret: keep it out of the log"


def test_one_success_forgives_the_refusals_before_it(database, world, service, phone, send):
    for n, status in enumerate((403, 403, 201)):
        service.will(status)
        one_due(database, world, about=str(n))
        send()
    with database.read() as session:
        assert session.scalars(sa.select(PushSubscription)).one().failures == 0


def test_a_second_phone_is_tried_again_without_bothering_the_first(
    database, world, service, phone, send, frozen_clock
):
    tablet = service.subscribe()
    with database.write() as session:
        stories.phone(session, world.rosa, tablet)
    service.will(503, at=tablet)
    id_ = one_due(database, world)
    send()
    assert row(database, id_).state == "due"
    frozen_clock.set(row(database, id_).next_try_at)
    send()
    assert [m.endpoint for m in service.messages] == [phone.endpoint, tablet.endpoint]
    assert row(database, id_).state == "sent"
    tokens = {m.payload["notification"]["navigate"].partition("?n=")[2] for m in service.messages}
    assert len(tokens) == 2, "each message has a token of its own"


def test_an_address_that_no_longer_passes_gets_no_request(database, world, service, phone, send):
    with database.write() as session:
        session.scalars(sa.select(PushSubscription)).one().endpoint = "http://169.254.169.254/latest"
    one_due(database, world)
    send()
    assert (service.requests, count(database, PushSubscription)) == (0, 0)


def test_what_is_stale_is_dropped_unsent(database, world, service, phone, send, frozen_clock):
    id_ = one_due(database, world, hours=1)
    frozen_clock.move(hours=2)
    send()
    assert (service.requests, row(database, id_).why_dropped) == (0, "stale")


def test_a_late_sender_does_not_ring_in_the_quiet_hours(database, world, service, phone, send, frozen_clock):
    short, long = one_due(database, world, about="a", hours=14), one_due(database, world, about="b", hours=30)
    frozen_clock.move(hours=13)  # 22:00
    send()
    assert service.requests == 0
    assert row(database, short).why_dropped == "stale"
    assert row(database, long).state == "due"
    frozen_clock.move(hours=10)  # 8:00
    send()
    assert len(service.messages) == 1


def test_no_more_a_day_than_the_person_said(database, world, service, phone, send, frozen_clock):
    with database.write() as session:
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=2)
    ids = [one_due(database, world, about=str(n), hours=12) for n in range(4)]
    send()
    assert len(service.messages) == 2
    assert [row(database, i).state for i in ids].count("sent") == 2
    frozen_clock.move(days=1)
    one_due(database, world, about="tomorrow")
    send()
    assert len(service.messages) == 3


def test_a_kind_switched_off_after_planning_is_not_sent(database, world, service, phone, send):
    with database.write() as session:
        stories.setting(session, world.rosa, world.rosa_patient, off=["note"])
    id_ = one_due(database, world)
    send()
    assert (service.requests, row(database, id_).why_dropped) == (0, "not_wanted")


def test_a_proxy_whose_grant_ended_gets_nothing(database, world, service, send):
    from app.models import ProxyGrant

    with database.write() as session:
        stories.phone(session, world.otto, service.subscribe())
        stories.setting(session, world.otto, world.rosa_patient)
        stories.due(session, world.rosa_patient, world.otto)
    send()
    assert len(service.messages) == 1
    with database.write() as session:
        session.scalars(sa.select(ProxyGrant)).one().withdrawn_at = clock.now()
        stories.due(session, world.rosa_patient, world.otto, about="2")
    send()
    assert len(service.messages) == 1


def test_a_test_message_ignores_quiet_hours_and_the_limit(database, world, service, phone, send, frozen_clock):
    with database.write() as session:
        stories.setting(session, world.rosa, world.rosa_patient, daily_limit=1)
    one_due(database, world)
    send()
    frozen_clock.move(hours=14)  # 23:00
    one_due(database, world, kind="test")
    send()
    assert service.messages[-1].payload["notification"]["body"] == "This is a test. It works."


def test_a_new_way_in_is_told_at_once_by_day_and_night(database, world, service, phone, send, frozen_clock):
    """Heard of late is too late: neither the night, nor the limit, nor a switch holds it back."""
    frozen_clock.move(hours=15)
    with database.write() as session:
        checked = recovery.Checked("in_person", seen="photo", why="lost_phone")
        recovery.give(session, world.grant(session, world.nurse), world.rosa.id, checked)
    assert send() == 1
    (message,) = service.messages
    said = message.payload["notification"]
    assert said["body"] == "We gave out a new way to sign in for you. Was that not you? Then ring us."
    assert f"/patients/{world.rosa_patient.id}/today" in said["navigate"]
    assert not HEALTH.search(said["body"])


def test_what_was_opened_or_done_meanwhile_is_not_rung_for(database, world, service, phone, send, frozen_clock):
    from app.care.reminders import refresh

    with database.write() as session:
        version = stories.plan(session, world.rosa_patient, world.nurse, offered_days_ago=1)
        walk = stories.item(session, version, what="Walk", part="midday")
        stories.on_my_day(session, walk, world.rosa)
        refresh(session, world.rosa_patient.id)
        assert session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 3  # a plan to read, two walks
    with database.write() as session:
        opened.note(session, world.grant(session, world.rosa), version.number)
        helper = world.grant(session, world.otto, world.rosa_patient)
        logging.record(
            session, helper, walk.key, "did", happened_on=clock.today("America/Edmonton"), client_key="walked",
        )  # fmt: skip
    frozen_clock.move(hours=4)
    send()
    frozen_clock.move(hours=20)
    send()
    assert service.messages == []
    frozen_clock.move(hours=4)
    send()
    assert len(service.messages) == 1, "tomorrow's walk"


def test_another_secret_key_of_ours_forgets_no_phone(
    database, world, service, phone, settings, send, frozen_clock, caplog
):
    with database.write() as session:
        assert devices.seal_all(session, settings.vault) == 1
    id_ = one_due(database, world, stale_at=clock.now() + timedelta(hours=4))
    for _ in range(FAILURES_IN_A_ROW):
        send_once(settings.with_(secret_key="another-secret-key-of-an-operator-who-turned-it", vault_key="x" * 32))
        frozen_clock.move(minutes=16)
    assert (count(database, PushSubscription), row(database, id_).state) == (1, "due")
    assert "another secret key" in caplog.text
    frozen_clock.move(hours=1)
    send()
    assert len(service.messages) == 1, "with the right key it goes out"
