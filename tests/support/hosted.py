"""The application of a test on a port of this machine, in this process: a browser sees what the test stored."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from app.config import Config
from app.db import Database
from app.models import Account
from tests.support import apps
from tests.support.client import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class Hosted:
    """Where it runs; ``url`` has no stroke at the end."""

    url: str
    app: Flask
    database: Database

    def signs_in(self, context: BrowserContext, account: Account) -> None:
        """Give a phone the session of this account, as if they had signed in on it."""
        cookie = Visitor(self.app, self.database, account).http.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])


class Answering:
    """The application, which knows how many requests it is at just now, each with a connection to the database."""

    def __init__(self, app: Flask) -> None:
        self.app, self.busy, self.changed = app, 0, threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._count(1)
        try:
            return self.app(environ, start_response)
        finally:
            self._count(-1)

    def wait(self, seconds: float) -> None:
        """Until it is at none any more. AssertionError for one that never ends."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.busy == 0, seconds), f"{self.busy} requests never end"

    def _count(self, more: int) -> None:
        with self.changed:
            self.busy += more
            self.changed.notify_all()


@contextmanager
def hosted(config: Config, database: Database) -> Iterator[Hosted]:
    """Serve until the block ends. The clock of the test is the clock of the server."""
    probe = make_server("localhost", 0, lambda *_: [], threaded=True)
    port = probe.server_port
    probe.server_close()
    url = f"http://localhost:{port}"
    app = apps.on(config.with_(public_url=url, port=port), database, "hosted")
    answering = Answering(app)
    running = make_server("localhost", port, answering, threaded=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Hosted(url, app, database)
    finally:
        running.shutdown()
        running.server_close()
        thread.join(5)
        answering.wait(10)  # a browser that closed may have asked for something: its connection goes back first
