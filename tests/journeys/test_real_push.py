"""A real browser receives a real push: Firefox subscribes through our page, our sender encrypts and posts, a push
service of this machine forwards, Firefox decrypts, shows the words, and a tap opens the right page.

Chromium refuses to subscribe without its maker's service: there the subscription is a stand-in and the delivery goes
over its debugging protocol (`tests/support/push_phone.py`), so its own decryption is not tested.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.jobs.send_reminders import send_once
from app.models import Delivery, PushSubscription
from app.secrets import rotate_vapid
from tests.care.reminders import stories
from tests.support import firefox
from tests.support.client import Visitor
from tests.support.hosted import hosted
from tests.support.marionette import until
from tests.support.push_socket import DECRYPTED, FirefoxPushService

ALERTS = """
    const found = [];
    for (const window of Services.wm.getEnumerator("alert:alert")) {
        const words = (id) => {
            const label = window.document.getElementById(id);
            return (label?.textContent || label?.value || "").trim();
        };
        if (words("alertTextLabel")) found.push([words("alertTitleLabel"), words("alertTextLabel")]);
    }
    return found;
"""
TAP = """
    for (const window of Services.wm.getEnumerator("alert:alert")) {
        window.document.getElementById("alertBox").click();
        return true;
    }
    return false;
"""
PAGES = "return [...gBrowser.browsers].map((one) => one.currentURI.spec);"


@pytest.fixture
def service(config):
    with FirefoxPushService(config.vapid.public_b64) as running:
        yield running


@pytest.fixture
def served(config, database, service):
    """The application on a port of this machine; its settings."""
    with hosted(config.with_(push_origins=(service.origin,)), database) as here:
        yield here.app.extensions["handrail.config"], here.app


@pytest.fixture
def browser(service, tmp_path):
    try:
        with firefox.opened(tmp_path / "profile", service.socket_url) as driver:
            yield driver
    except firefox.NoFirefox as error:
        pytest.fail(str(error), pytrace=False)


def test_from_our_page_to_the_notification_and_back(served, browser, service, database, world):
    config, app = served
    home = f"{config.public_url}/patients/{world.rosa_patient.id}"
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    browser.go(f"{config.public_url}/offline")
    browser.cookie(cookie.key, cookie.value)

    browser.go(f"{home}/reminders")
    browser.press("Turn on reminders here")
    until(lambda: "This device gets your reminders." in browser.text(), "Firefox did not subscribe")
    assert len(service.channels) == 1
    with database.write() as session:
        assert session.scalars(sa.select(PushSubscription)).one().account_id == world.rosa.id
        stories.setting(
            session, world.rosa, world.rosa_patient, quiet_from=stories.NO_QUIET, quiet_to=stories.NO_QUIET
        )
        stories.due(session, world.rosa_patient, world.rosa)
    browser.go(f"{config.public_url}/offline")

    assert send_once(config) == 1
    assert service.faults == []
    alerts = until(lambda: browser.js(ALERTS, system=True), "Firefox showed nothing")
    assert alerts == [["Handrail", "You have a reminder for today."]]
    assert until(lambda: service.acks, "Firefox did not say that it had it") == [DECRYPTED]
    assert len(service.forwarded[0].body) > 1024, "padded and sealed: the service sees neither words nor their length"
    assert until(lambda: told(database)[0], "Firefox did not report that it showed it")
    assert told(database)[1] is None, "nobody opened it yet"

    assert browser.js(TAP, system=True)
    until(
        lambda: f"{home}/today" in browser.js(PAGES, system=True),
        f"the tap led to {browser.js(PAGES, system=True)}",
    )
    assert until(lambda: told(database)[1], "Firefox did not report that it was opened")

    fresh, _kept = rotate_vapid(config.data, config.vapid.contact)  # the practice has a new signing key
    app.extensions["handrail.config"] = config = config.with_(vapid=fresh, old_vapid=(config.vapid,))
    service.application_key = fresh.public_b64
    browser.go(f"{home}/me")  # any page renews the subscription, and asks nothing
    until(lambda: key_ids(database) >= {fresh.key_id}, "Firefox did not renew its subscription")
    with database.write() as session:
        stories.due(session, world.rosa_patient, world.rosa, about="under the new key")
    assert send_once(config) == 1
    assert until(lambda: service.acks[1:], "nothing arrived under the new key") == [DECRYPTED]


def key_ids(database):
    with database.read() as session:
        return set(session.scalars(sa.select(PushSubscription.vapid_key_id)))


def told(database):
    with database.read() as session:
        row = session.scalars(sa.select(Delivery)).one()
        return row.shown_at, row.opened_at
