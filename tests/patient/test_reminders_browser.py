"""Reminders in Chromium: asked for by a tap, delivered to the worker, shown, and a tap opens Today.

Everything is real but Chromium's own subscribing and decrypting (`tests/support/push_phone.py`).
`tests/journeys/test_real_push.py` has both, in Firefox.
"""

import json

import pytest
import sqlalchemy as sa

from app import clock
from app.care.reminders import devices
from app.care.reminders.devices import fingerprint
from app.care.reminders.saying import Said
from app.care.reminders.sending import Claim, Errand
from app.care.reminders.words import payload
from app.jobs.send_reminders import send_once
from app.models import AuditEvent, Delivery, PushSubscription, Reminder
from tests.care.reminders import stories
from tests.support.push_phone import COUNT, deliver, in_hand, until

UNREADABLE = (
    "", "{damaged", "null", "[]", '{"notification": {"navigate": "http://["}}', '{"notification": {"actions": null}}',
    '{"notification": {"actions": [], "dir": "sideways"}}',
)  # fmt: skip
SHOWN_AND_CLOSED = """async () => {
    const shown = await registration.getNotifications();
    shown.forEach((one) => one.close());
    return shown.map((one) => one.title);
}"""
CHANGED = """([old, fresh, given]) => {
    globalThis.asked ??= [];
    PushManager.prototype.subscribe = async (options) => { asked.push(options); return { toJSON: () => fresh }; };
    dispatchEvent(Object.assign(new ExtendableEvent("pushsubscriptionchange"), {
        oldSubscription: { endpoint: old, options: { applicationServerKey: "the key" } },
        newSubscription: given ? { toJSON: () => fresh } : null,
    }));
}"""


@pytest.fixture
def hand(config, database, world, service):
    """Rosa's phone on the reminders page."""
    page = f"/patients/{world.rosa_patient.id}/reminders"
    with in_hand(config, database, service, world.rosa, page) as phone:
        yield phone


def kept(database):
    with database.read() as session:
        return list(session.scalars(sa.select(PushSubscription)))


def test_from_the_tap_to_today(hand, database, world, service):
    page, subscription, config = hand
    button = page.get_by_role("button", name="Turn on reminders here")
    button.wait_for()
    assert page.evaluate("localStorage.getItem('asked')") is None, "asked without a tap"
    button.click()
    page.get_by_text("This device gets your reminders.").wait_for()
    page.get_by_role("button", name="Send me a test").wait_for()
    assert [row.endpoint_print for row in kept(database)] == [fingerprint(subscription.endpoint)]

    with database.write() as session:
        session.get(type(world.rosa_patient), world.rosa_patient.id).time_zone = "UTC"
        stories.setting(
            session, world.rosa, world.rosa_patient, quiet_from=stories.NO_QUIET, quiet_to=stories.NO_QUIET
        )
        stories.due(session, world.rosa_patient, world.rosa)
    assert send_once(config) == 1
    (message,) = service.messages

    worker = deliver(page, config.public_url, message.text)
    shown = worker.evaluate(
        "async () => (await registration.getNotifications()).map(n => [n.title, n.body, n.data.navigate])"
    )
    today = f"{config.public_url}/patients/{world.rosa_patient.id}/today"
    assert shown == [["Handrail", "You have a reminder for today.", today]]
    assert reported(page, database, "shown_at"), "the worker said that it showed it"
    assert not reported(page, database, "opened_at", wait=0)
    assert tapped(worker) == today, "the address without its token"
    assert reported(page, database, "opened_at")
    assert worker.evaluate(COUNT) == 0


def test_done_and_later_open_their_pages_and_change_nothing(hand, database, world):
    page, _subscription, config = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_text("This device gets your reminders.").wait_for()
    at = clock.now()
    said = Said("activity", due=at, at=at, done="reminders/r1/done", later="reminders/r1/later")
    errand = Errand(Claim("r1", "p1", "l", at, Reminder()), "p1", "activity", "en", (), 60, said)
    worker = deliver(page, config.public_url, json.dumps(payload(errand, config.public_url)))
    shown = worker.evaluate("""async () => (await registration.getNotifications()).map(
        n => [n.actions.map(a => [a.action, a.title]), n.timestamp])""")
    assert shown == [[[["done", "Done"], ["later", "Later"]], int(at.timestamp() * 1000)]]
    there = f"{config.public_url}/patients/p1"
    with database.read() as session:
        before = session.execute(sa.select(sa.func.count()).select_from(AuditEvent)).scalar_one()
    assert tapped(worker, "later") == f"{there}/reminders/r1/later"
    deliver(page, config.public_url, json.dumps(payload(errand, config.public_url)))
    assert tapped(worker, "done") == f"{there}/reminders/r1/done"
    deliver(page, config.public_url, json.dumps(payload(errand, config.public_url)))
    assert tapped(worker) == f"{there}/today"
    with database.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(AuditEvent)).scalar_one() == before


def reported(page, database, column, wait=5_000):
    """Whether the one delivery carries this moment, within `wait` milliseconds."""
    for _ in range(wait // 100 + 1):
        with database.read() as session:
            if session.scalars(sa.select(getattr(Delivery, column))).one() is not None:
                return True
        page.wait_for_timeout(100)
    return False


def tapped(worker, action=""):
    """What a tap on the notification opens. A made-up tap may open no window, so the address is noted instead."""
    return worker.evaluate(
        """async (action) => {
        const [notification] = await registration.getNotifications();
        return await new Promise((resolve) => {
            clients.openWindow = async (address) => resolve(address);
            dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
        });
    }""",
        action,
    )


def test_a_browser_that_says_no_is_told_how_to_change_its_mind(hand, database):
    page, *_ = hand
    page.evaluate("localStorage.setItem('answer', 'denied')")
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_text("Your browser blocks our reminders.").wait_for()
    assert kept(database) == []
    page.reload()
    page.get_by_text("Your browser blocks our reminders.").wait_for()


def test_what_the_server_lost_is_mended_on_the_next_page(hand, database):
    page, *_ = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_role("button", name="Send me a test").wait_for()
    with database.write() as session:  # the browser changed its endpoint: the server knows another one
        row = session.scalars(sa.select(PushSubscription)).one()
        row.endpoint, row.endpoint_print = row.endpoint + "old", fingerprint("another")
    page.evaluate("""() => {
        const last = JSON.parse(localStorage.getItem("handrail-push"));
        localStorage.setItem("handrail-push", JSON.stringify({...last, print: "another"}));
    }""")
    with page.expect_response(lambda answer: answer.url.endswith("/reminders/devices")) as answered:
        page.reload()
    assert answered.value.status == 201
    assert page.evaluate("localStorage.getItem('asked')") == "1", "mending asks nothing"
    assert len(kept(database)) == 2


def test_what_cannot_be_read_is_shown_and_a_changed_address_is_told(hand, database, world, service):
    page, old, config = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_role("button", name="Send me a test").wait_for()
    for text in UNREADABLE:
        worker = deliver(page, config.public_url, text)
        assert worker.evaluate(SHOWN_AND_CLOSED) == ["Handrail"], f"a push of {text!r}"
    worker.evaluate("() => { navigator.clearAppBadge = async () => { globalThis.cleared = true; }; }")
    deliver(page, config.public_url, "one more")
    assert worker.evaluate("cleared"), "the number on the icon was of an earlier hour"

    first, second = service.subscribe(), service.subscribe()
    for before, now, given in ((old, first, True), (first, second, False)):
        worker.evaluate(CHANGED, [before.endpoint, now.as_json(), given])
        until(page, lambda now=now: [row.endpoint_print for row in kept(database)] == [fingerprint(now.endpoint)])
    once = [{"userVisibleOnly": True, "applicationServerKey": "the key"}]
    assert worker.evaluate("asked") == once, "the browser is asked only where it gave no new one"


def test_a_removed_device_stays_removed(hand, database):
    page, *_ = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("That device gets no more reminders.").wait_for()
    page.reload()
    page.get_by_role("button", name="Turn on reminders here").wait_for()
    assert kept(database) == []


def test_any_page_mends_what_the_browser_changed(hand, database, world, service):
    page, subscription, config = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_role("button", name="Send me a test").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("/reminders/devices")) as answered:
        page.evaluate("""() => {
            const last = JSON.parse(localStorage.getItem("handrail-push"));
            localStorage.setItem("handrail-push", JSON.stringify({...last, print: "another"}));
        }""")
        page.goto(f"{config.public_url}/devices")
    assert answered.value.status == 201
    assert [row.endpoint_print for row in kept(database)] == [fingerprint(subscription.endpoint)]


def test_a_browser_that_the_server_lost_comes_back_and_one_removed_elsewhere_does_not(hand, database, world):
    page, _, config = hand
    page.get_by_role("button", name="Turn on reminders here").click()
    page.get_by_role("button", name="Send me a test").wait_for()
    another_day = """() => {
        const { day, ...last } = JSON.parse(localStorage.getItem("handrail-push"));
        localStorage.setItem("handrail-push", JSON.stringify(last));
        return day;
    }"""

    def opens_it_another_day():
        assert page.evaluate(another_day), "it is asked once a day"
        with page.expect_response(lambda answer: "/push/known/" in answer.url) as answered:
            page.goto(f"{config.public_url}/devices")
        return answered.value.json()["state"]

    assert opens_it_another_day() == "kept"
    page.wait_for_function("() => JSON.parse(localStorage.getItem('handrail-push')).day")
    with database.write() as session:
        session.execute(sa.delete(PushSubscription))
    with page.expect_response(lambda answer: answer.url.endswith("/reminders/devices")) as kept_anew:
        assert opens_it_another_day() == "lost"
    assert kept_anew.value.status == 201
    (row,) = kept(database)
    page.wait_for_function("() => JSON.parse(localStorage.getItem('handrail-push')).day")

    with database.write() as session:
        devices.remove(session, world.grant(session, world.rosa), row.id)
    assert opens_it_another_day() == "removed"
    page.wait_for_function("() => !localStorage.getItem('handrail-push')")
    assert kept(database) == []
