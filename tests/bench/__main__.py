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
from tests.bench.forms import half_filled, hostile
from tests.bench.people import fill

SIZES = (10, 2_000)
FORMS = (30, 200)  # items
ROUNDS = 60


def main() -> None:
    print("Server time as a ratio to a bare Flask page of the same size (median of", ROUNDS, "pairs, one client)")
    for patients in SIZES:
        with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
            measure(Path(folder), patients)
    hostile()


def measure(folder: Path, patients: int) -> None:
    port = _free_port()
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder), "PORT": str(port)}
    config = Config.from_env(environ)
    database = Database(config.database_url)
    upgrade(database)
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
