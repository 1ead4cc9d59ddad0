"""A phone in Chromium that gets our pushes: the browser's own subscribing and decrypting have a stand-in.

Chromium subscribes with its maker's service only. So the subscription is a stand-in with the test's own keys, and
what our sender posts is decrypted here and given to the worker over the browser's debugging protocol.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, Worker

from app.config import Config
from app.db import Database
from app.models import Account
from tests.support.hosted import hosted
from tests.support.phone import opened, phone, watch
from tests.support.push_service import PushService, Subscription

STAND_IN = Path(__file__).with_name("stand_in.js").read_text(encoding="utf-8")
COUNT = "async () => (await registration.getNotifications()).length"


class Hand(NamedTuple):
    """The page that is open, what stands in for the browser's subscription, and the settings of who sends."""

    page: Page
    subscription: Subscription
    config: Config


@contextmanager
def in_hand(config: Config, database: Database, service: PushService, who: Account, path: str) -> Iterator[Hand]:
    """Somebody's phone on one page of ours, with `service` as the only further push service. It reports no fault."""
    service.application_key = config.vapid.public_b64
    subscription = service.subscribe()
    with hosted(config.with_(push_origins=(service.origin,)), database) as here, opened() as running:
        context = phone(running, permissions=["notifications"])
        here.signs_in(context, who)
        context.add_init_script(STAND_IN.replace('"__SUBSCRIPTION__"', json.dumps(subscription.as_json())))
        page = context.new_page()
        faults = watch(page)
        page.goto(here.url + path)
        yield Hand(page, subscription, here.app.extensions["handrail.config"])
        assert faults == []


def deliver(page: Page, origin: str, text: str) -> Worker:
    """Hand the message to the worker as the browser does after decrypting; gives the worker once it shows one."""
    devtools = page.context.new_cdp_session(page)
    found: list[dict] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    until(page, lambda: found)
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[0]["registrationId"], "data": text},
    )
    worker = page.context.service_workers[0]
    until(page, lambda: worker.evaluate(COUNT))
    return worker


def until(page: Page, true: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something that the page does not show. AssertionError when it does not come."""
    for _ in range(int(seconds * 10)):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")
