"""Answer every published form that a person could answer, in a real browser, with a script and without.

A form that is refused has said why. One that is taken must be answerable from the first screen to the last, must not
scroll sideways, must log no fault, and must give the same response both ways; anything else is status 1.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from app import clock, create_app
from app.access.grants import system
from app.care.questionnaires import answering, assignment, store
from app.care.questionnaires.document import items_of
from app.care.questionnaires.sheet import load
from app.config import Config
from app.db import Database
from app.migrations import upgrade
from tests import factories
from tests.support.client import Visitor
from tests.support.filling import Stuck, fill_in
from tests.support.phone import opened, phone, watch
from tests.support.published_forms import is_questionnaire


def main(folder: Path) -> int:
    """Status 0 when every form that is taken can be answered both ways with the same result."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="handrail-published-") as data, opened() as browser:
        practice = Practice(Path(data))
        with practice.served() as site:
            for path in sorted(folder.glob("*.json")):
                if not is_questionnaire(path.read_bytes()):
                    continue
                words, fault = practice.both_ways(browser, site, path)
                wrong += fault
                print(f"{path.name}: {words}", flush=True)
    return 1 if wrong else 0


class Practice:
    """A practice of its own with Rosa in it, in a folder that goes away."""

    def __init__(self, folder: Path) -> None:
        config = Config.from_env({"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder)})
        self.database = Database(config.database_url)
        upgrade(self.database)
        self.app: Flask = create_app(config, self.database)
        with self.database.write() as session:
            self.world = factories.world(session)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of this practice until the block ends."""
        running = make_server("localhost", 0, self.app, threaded=True)
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{running.server_port}"
        finally:
            running.shutdown()
            running.server_close()
            thread.join(5)

    def both_ways(self, browser: Any, site: str, path: Path) -> tuple[str, bool]:
        """What became of the form, and whether that is a fault."""
        with self.database.write() as session:
            done = store.import_file(session, system(""), path)
        if done.questionnaire is None:
            return "refused, with reasons", not done.verdict.reasons
        found, screens = [], []
        for script in (True, False):
            response_id = self.begin(done.questionnaire.id)
            try:
                screens.append(self.walk(browser, site, response_id, script))
            except Stuck as problem:
                return f"{'with' if script else 'without'} a script: {problem}", True
            found.append(self.sent(response_id))
        same = found[0] == found[1]
        return (
            f"{screens[0]} steps with a script, {screens[1]} without: {'same' if same else 'ANOTHER'} response",
            not same,
        )

    def begin(self, form_id: str) -> str:
        with self.database.write() as session:
            today = clock.today(self.world.rosa_patient.time_zone)
            days = {"opens_on": today, "closes_on": today + timedelta(days=7)}
            grant = self.world.grant(session, self.world.nurse)
            asked = assignment.assign(session, grant, form_id, reader_id=self.world.nurse.id, anyway=True, **days)
            return answering.start(session, self.world.grant(session, self.world.rosa), asked.id).id

    def walk(self, browser: Any, site: str, response_id: str, script: bool) -> int:
        cookie = Visitor(self.app, self.database, self.world.rosa).http.get_cookie(
            self.app.config["SESSION_COOKIE_NAME"]
        )
        assert cookie
        context = phone(browser, java_script_enabled=script)
        try:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
            page = context.new_page()
            faults = watch(page)
            steps = fill_in(page, f"{site}/patients/{self.world.rosa_patient.id}/prepare/{response_id}")
            if faults := [one for one in faults if "status of 422" not in one]:  # refused in words on the page
                raise Stuck("; ".join(faults[:3]))
            return steps
        finally:
            context.close()

    def sent(self, response_id: str) -> list[dict[str, Any]]:
        with self.database.read() as session:
            sheet = load(session, self.world.grant(session, self.world.rosa), response_id)
            return items_of(sheet.state)[0]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
