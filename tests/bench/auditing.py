"""What access and the log cost: pages with the row of who looked, as a ratio to the same pages without it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import create_app
from app.access import sessions
from app.config import Config
from app.db import Database
from app.migrations import upgrade
from app.web import guard
from tests.bench.people import fill
from tests.support.statements import Statements

ROUNDS = 60


def measure() -> None:
    """Print, for a few pages, the ratio of medians in turns and how many statements the two differ by."""
    print("\nPages with the log of who looked, as a ratio to the same pages without it (medians of", ROUNDS, "pairs)")
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        config = Config.from_env({"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(Path(folder))})
        database = Database(config.database_url, config.vault)
        upgrade(database)
        _nurse, person, patient_id = fill(database, 10)
        client = create_app(config, database).test_client()
        with database.write() as session:
            token = sessions.start(session, person, "bench", stay=True)
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        for path in ("today", "plan", "look-back", "me"):
            address = f"/patients/{patient_id}/{path}"
            ratio, more = _pair(client, database, address)
            print(f"  {path:12} {ratio:5.2f} times, {more} statement more")
        database.dispose()


def _pair(client: Any, database: Database, address: str) -> tuple[float, int]:
    client.get(address)
    with Statements(database.engine) as noted:
        client.get(address)
    with _not_noted(), Statements(database.engine) as bare:
        client.get(address)
    on, off = [], []
    for _ in range(ROUNDS):
        on.append(_time(client, address))
        with _not_noted():
            off.append(_time(client, address))
    return statistics.median(on) / statistics.median(off), len(noted.seen) - len(bare.seen)


def _time(client: Any, address: str) -> float:
    started = time.perf_counter()
    answer = client.get(address)
    spent = time.perf_counter() - started
    assert answer.status_code == 200, address
    return spent


@contextmanager
def _not_noted() -> Iterator[None]:
    """The same site without the row of who looked."""
    kept = guard._audit_read
    guard._audit_read = lambda *_: None  # type: ignore[assignment]
    try:
        yield
    finally:
        guard._audit_read = kept


if __name__ == "__main__":
    measure()
