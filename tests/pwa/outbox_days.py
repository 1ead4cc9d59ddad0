"""A practice, a bad line to it, and phones: what the tests of the outbox share."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.support import browser, faulty, live, phone

WAIT = 30_000  # ms; several people's tests may run on one machine
KEPT = "Kept on this phone. It is not sent yet."
STORES = """async () => {
    const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, caches: [], rows: {} };
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.caches.push(new URL(request.url).pathname);
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => (indexedDB.open(name).onsuccess = (event) => done(event.target.result)));
        for (const store of db.objectStoreNames) {
            const rows = db.transaction(store).objectStore(store).getAll();
            await new Promise((done) => (rows.onsuccess = done));
            found.rows[store] = rows.result.map((row) => Object.keys(row).sort().join() + " " + (row.account ?? row.id));
        }
        db.close();
    }
    return found;
}"""  # noqa: E501


@dataclass
class Practice:
    """A running practice with its demo people, reached over a line that can be broken."""

    installation: live.Live
    line: faulty.Line
    people: dict[str, dict]

    def rows(self, table: str, where: str = "1") -> int:
        """How many rows there are in the server's own database."""
        file = Path(self.installation.env["HANDRAIL_DATA"]) / "handrail.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
            return db.execute(f"select count(*) from {table} where {where}").fetchone()[0]

    def one(self, query: str) -> tuple:
        """The first row of a query."""
        file = Path(self.installation.env["HANDRAIL_DATA"]) / "handrail.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
            return db.execute(query).fetchone()

    def end_sessions(self, name: str) -> None:
        """As "sign out everywhere" on another device."""
        file = Path(self.installation.env["HANDRAIL_DATA"]) / "handrail.db"
        with sqlite3.connect(file, timeout=10) as db:
            who = db.execute("select id from account where sign_in = ?", (name,)).fetchone()
            db.execute("update login_session set ended_at = used_at where account_id = ?", who)

    def take_back_the_last(self) -> None:
        """As "Undo" of the last reading on another device."""
        file = Path(self.installation.env["HANDRAIL_DATA"]) / "handrail.db"
        with sqlite3.connect(file, timeout=10) as db:
            last = "(select max(rowid) from measurement)"
            db.execute(f"update measurement set undone_at = recorded_at where rowid = {last}")

    def sign_in(self, page: Page, name: str = "rosa", worker: bool = True, stay: bool = False) -> str:
        """Sign in by name and passphrase; gives the address of the person's pages."""
        who = self.people[name]
        page.goto(self.line.url + "/sign-in")
        page.fill("[name=sign_in]", who["sign_in"])
        page.fill("[name=passphrase]", who["secret"])
        page.set_checked("[name=stay]", stay)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        if worker:
            page.evaluate("() => navigator.serviceWorker.ready")
        return f"{self.line.url}/patients/{who['patient_ids'][0]}"


@contextmanager
def practice(folder: Path) -> Iterator[Practice]:
    """Served until the block ends."""
    with live.serve(folder) as installation, faulty.line_to(int(installation.url.rsplit(":", 1)[1])) as line:
        people = {one["sign_in"]: one for one in installation.demo()["accounts"]}
        yield Practice(installation, line, people)


def kept_phone(playwright: object, profile: Path, **more: object) -> BrowserContext:
    """A phone whose storage is on the disk, so that it is there after the browser was killed."""
    context = playwright.chromium.launch_persistent_context(  # type: ignore[attr-defined]
        str(profile), **browser.launch_options(viewport=phone.SIZE, locale="en-CA", reduced_motion="reduce", **more)
    )
    context.set_default_timeout(WAIT)
    return context


def kill(profile: Path) -> None:
    """End the browser of that profile as a crash does. It was started by this test."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            says = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in says and not any(one.startswith("--type=") for one in says):
            os.kill(int(process.name), signal.SIGKILL)
            until(lambda gone=process: not (gone / "exe").exists())


def weigh(page: Page, base: str, kilos: str) -> None:
    """Open the page while there is a network, and type a weight."""
    page.goto(f"{base}/measure/weight")
    if page.get_by_text("kg", exact=True).first.is_visible() and page.locator("[name=unit][type=radio]").count():
        page.get_by_text("kg", exact=True).first.click()
    page.fill("[name=weight]", kilos)


def press(page: Page) -> None:
    page.locator("form[data-holds]").first.wait_for(state="attached")
    page.get_by_role("button", name=re.compile("^Write it down( for .+)?$")).click()


def says(page: Page, words: str) -> None:
    """Wait until the page says it."""
    page.get_by_text(words).first.wait_for(timeout=WAIT)


def until(true: object, seconds: float = 30) -> None:
    """Wait for something outside the browser. AssertionError when it does not come."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
