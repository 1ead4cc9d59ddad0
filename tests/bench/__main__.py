"""``make bench``: server time of the main pages as ratios to a bare Flask page of the same size."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app import create_app
from app.access import sessions
from app.config import Config
from app.db import Database
from app.migrations import upgrade
from app.models import Account
from tests.bench import auditing, crowd, sending, slow_phone
from tests.bench.forms import half_filled, hostile
from tests.bench.people import fill
from tests.bench.plans import ITEMS, MOST, VERSIONS, two_plans
from tests.bench.years import LONG, SHORT, two_pasts
from tests.bench.years import MOST as MOST_YEARS

SIZES = (10, 2_000)
FORMS = (30, 200)  # items
ROUNDS = 60


def main() -> None:
    print("Server time as a ratio to a bare Flask page of the same size (median of", ROUNDS, "pairs, one client)")
    for patients in SIZES:
        with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
            measure(Path(folder), patients)
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        wrong = plans_with_a_past(Path(folder))
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        wrong += years_to_look_back(Path(folder))
    auditing.measure()
    wrong += crowd.measure(_free_port, _server, _cookie)
    wrong += sending.measure()
    wrong += slow_phone.measure()
    hostile()
    if wrong:
        sys.exit("Not what was promised: " + "; ".join(wrong))


def measure(folder: Path, patients: int) -> None:
    port, environ, config, database = _site(folder)
    started = time.perf_counter()
    nurse, person, patient_id = fill(database, patients)
    print(f"\n{patients} patients with 200 entries each (filled in {time.perf_counter() - started:.0f} s)")
    cookies = {account.id: _cookie(config, database, account) for account in (nurse, person)}
    pages = {
        "Today": (person, f"/patients/{patient_id}/today"),
        "My plan": (person, f"/patients/{patient_id}/plan"),
        "Worklist": (nurse, "/team/"),
    }
    for items in FORMS if patients == SIZES[0] else ():
        pages[f"Of {items} items"] = (person, half_filled(database, nurse, person, patient_id, items))
    changes = [name for name in pages if name.startswith("Of ")]
    with _server(port, environ):
        for name, (account, path) in pages.items():
            ratio, own, size = _ratio(port, path, cookies[account.id])
            print(f"  {name:12} {ratio:5.2f} times the bare page   ({own * 1000:6.2f} ms, {size} bytes of HTML)")
        for name in changes:
            account, path = pages[name]
            ratio, own = _change_ratio(port, path, cookies[account.id])
            print(f"  {name:12} {ratio:5.2f} times the bare page to store a changed answer ({own * 1000:6.2f} ms)")
    database.dispose()


def plans_with_a_past(folder: Path) -> list[str]:
    """A plan of 60 lines in version 20 beside the same in version 1, opened in turns by the two people.

    Gives what costs more than allowed, in words.
    """
    too_much = []
    port, environ, config, database = _site(folder)
    nurse, _person, _id = fill(database, 1)
    both = two_plans(database, nurse)
    cookies = {versions: _cookie(config, database, account) for versions, (account, _patient) in both.items()}
    print(f"\nOpening a plan of {ITEMS} lines in version {VERSIONS} and in version 1 (at most {MOST} times)")
    with _server(port, environ):
        for name, path in {"My plan": "/plan", "All of it": "/plan/whole"}.items():
            pages = [(f"/patients/{both[v][1]}{path}", cookies[v]) for v in (VERSIONS, 1)]
            ratio, long, short = _pair_ratio(port, *pages)
            print(f"  {name:12} {ratio:5.2f} times   ({long * 1000:6.2f} ms and {short * 1000:6.2f} ms)")
            if ratio > MOST:
                too_much.append(f"{name} with a past {ratio:.2f} times one without, at most {MOST}")
    database.dispose()
    return too_much


def years_to_look_back(folder: Path) -> list[str]:
    """*Look back* and *Promises* of somebody who wrote every day for five years beside a month, in turns.

    Gives what costs more than allowed, in words.
    """
    too_much = []
    port, environ, config, database = _site(folder)
    both = two_pasts(database)
    cookies = {days: _cookie(config, database, account) for days, (account, _patient) in both.items()}
    print(f"\nLooking back over {LONG} days with entries and over {SHORT} (at most {MOST_YEARS} times)")
    with _server(port, environ):
        for name, path in {"Look back": "/look-back", "Promises": "/promises", "Today": "/today"}.items():
            pages = [(f"/patients/{both[days][1]}{path}", cookies[days]) for days in (LONG, SHORT)]
            ratio, long, short = _pair_ratio(port, *pages)
            print(f"  {name:12} {ratio:5.2f} times   ({long * 1000:6.2f} ms and {short * 1000:6.2f} ms)")
            if ratio > MOST_YEARS:
                too_much.append(f"{name} over years {ratio:.2f} times a month, at most {MOST_YEARS}")
    database.dispose()
    return too_much


def _pair_ratio(
    port: int, one: tuple[str, dict[str, str]], other: tuple[str, dict[str, str]]
) -> tuple[float, float, float]:
    """Median time of one page and of another, asked for in turns, and the ratio of the two."""
    times: tuple[list[float], list[float]] = ([], [])
    address = f"http://127.0.0.1:{port}"
    with (  # a client for each: a page may renew the cookie
        httpx.Client(base_url=address, trust_env=False) as first,
        httpx.Client(base_url=address, trust_env=False) as second,
    ):
        pair = [(first, *one, times[0]), (second, *other, times[1])]
        for client, path, cookie, _times in pair * 3:  # the first time leaves a row that somebody opened it
            _time(client, path, cookie)
        for n in range(ROUNDS):
            for client, path, cookie, found in pair if n % 2 else reversed(pair):
                found.append(_time(client, path, cookie))
    own, bare = statistics.median(times[0]), statistics.median(times[1])
    return own / bare, own, bare


def _site(folder: Path) -> tuple[int, dict[str, str], Config, Database]:
    """An empty site: its port, environment, settings and migrated database."""
    port = _free_port()
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder), "PORT": str(port)}
    config = Config.from_env(environ)
    database = Database(config.database_url)
    upgrade(database)
    return port, environ, config, database


def _ratio(port: int, path: str, cookie: dict[str, str]) -> tuple[float, float, int]:
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=address, headers={"Accept-Encoding": "br"}, trust_env=False) as client:
        first = client.get(path, cookies=cookie)
        if first.status_code != 200:
            sys.exit(f"{path} answered {first.status_code}: {first.text[:300]}")
        size = len(first.content)
        own, bare = [], []
        for _ in range(ROUNDS):
            own.append(_time(client, path, cookie))
            bare.append(_time(client, f"/bare/{'field/' if '/prepare/' in path else ''}{size}", cookie))
    return statistics.median(own) / statistics.median(bare), statistics.median(own), size


def _change_ratio(port: int, path: str, cookie: dict[str, str]) -> tuple[float, float]:
    """Storing an answer that nobody gave before, totals and all, as a script does while the page is open."""
    own, bare = [], []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        page = client.get(path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookie.items())}).text
        facts = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf_token", "key")}
        for number in range(1, ROUNDS + 1):
            said = {"csrf_token": facts["csrf_token"], "key": f"{facts['key']}.{number}", "go": "stay"}
            started = time.perf_counter()
            client.post(path, data={**said, "answer": str(number)}).raise_for_status()
            own.append(time.perf_counter() - started)
            bare.append(_time(client, "/bare/field/5000", {}))
    return statistics.median(own) / statistics.median(bare), statistics.median(own)


def _time(client: httpx.Client, path: str, cookie: dict[str, str]) -> float:
    started = time.perf_counter()
    response = client.get(path, cookies=cookie)
    elapsed = time.perf_counter() - started
    response.raise_for_status()
    return elapsed


def _cookie(config: Config, database: Database, account: Account) -> dict[str, str]:
    app = create_app(config, database)
    with database.write() as session:
        token = sessions.start(session, account, "bench", stay=True)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return {app.config["SESSION_COOKIE_NAME"]: signer.dumps({"_user_id": token, "_fresh": True})}


@contextmanager
def _server(port: int, environ: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "2"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-log", "tests.bench.served:app"]
    server = subprocess.Popen(command, env={**os.environ, **environ, "HANDRAIL_BENCH": "1"})
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/bare/100", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
