"""Reminders in Chromium: asked for by a tap, delivered to the worker, shown, and a tap opens Today.

Chromium subscribes with its maker's service only. So the subscription is a stand-in with the test's own keys, and
what our sender posts is decrypted here and given to the worker over the browser's debugging protocol: everything is
real but Chromium's own subscribing and decrypting. `tests/journeys/test_real_push.py` has both, in Firefox.
"""

import json
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.serving import make_server

from app import clock
from app.care.reminders import devices
from app.care.reminders.devices import fingerprint
from app.care.reminders.saying import Said
from app.care.reminders.sending import Claim, Errand
from app.care.reminders.words import payload
from app.jobs.send_reminders import send_once
from app.models import AuditEvent, Delivery, PushSubscription, Reminder
from tests.care.reminders import stories
from tests.support.client import Visitor
from tests.support.phone import opened, phone, watch
from tests.support.push_service import PushService

STAND_IN = (Path(__file__).parent / "stand_in.js").read_text(encoding="utf-8")


@pytest.fixture
def service():
    with PushService() as running:
        yield running


@pytest.fixture
def server(config, database, service):
    """The application on a port of this machine, with the push service as its only extra origin."""
    from app import create_app

    probe = make_server("localhost", 0, lambda *_: [], threaded=True)
    port = probe.server_port
    probe.server_close()
    service.application_key = config.vapid.public_b64
    mine = config.with_(push_origins=(service.origin,), public_url=f"http://localhost:{port}", port=port)
    app = create_app(mine, database)
    running = make_server("localhost", port, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield mine, app
    running.shutdown()
    running.server_close()
    thread.join(5)


@pytest.fixture
def hand(server, database, world, service):
    """Rosa's phone on the reminders page, its stand-in subscription, and the faults it reports."""
    config, app = server
    subscription = service.subscribe()
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:
        context = phone(running, permissions=["notifications"])
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": config.public_url}])
        context.add_init_script(STAND_IN.replace('"__SUBSCRIPTION__"', json.dumps(subscription.as_json())))
        page = context.new_page()
        faults = watch(page)
        page.goto(f"{config.public_url}/patients/{world.rosa_patient.id}/reminders")
        yield page, subscription, config
        assert faults == []


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
    assert worker.evaluate("async () => (await registration.getNotifications()).length") == 0


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


def deliver(page, origin, text):
    """Hand the message to the worker as the browser does after decrypting; gives the worker."""
    devtools = page.context.new_cdp_session(page)
    found = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(200)
    assert found
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[0]["registrationId"], "data": text},
    )
    worker = page.context.service_workers[0]
    for _ in range(50):
        if worker.evaluate("async () => (await registration.getNotifications()).length"):
            break
        page.wait_for_timeout(100)
    return worker


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
    page, subscription, config = hand
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
