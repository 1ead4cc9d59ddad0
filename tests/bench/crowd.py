"""One nurse's worklist in a small and in a large practice, on PostgreSQL, asked for in turns.

Her own people are as many in both; what grows is everybody else: people, their teams, their lines, open and long
closed.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from app import clock
from app.config import Config
from app.db import Database, new_id
from app.migrations import upgrade
from app.models import Account
from tests.support import postgres

SIZES = (2_000, 100_000)
MOST = 1.2
"""What her worklist may cost in the large practice of what it costs in the small one: a promise."""
OWN, CLOSED, ROUNDS = 400, 8, 100
"""Her own people; closed lines of each person; pairs of pages."""
RULES = ("lets_talk", "not_this_time", "question_waiting", "unread_answers", "measurement_flag", "low_confidence")
PAGES = {"All": "/team/", "Mine": "/team/?show=mine", "Nobody’s yet": "/team/?show=team"}


@dataclass(frozen=True)
class Site:
    """One practice that is served: its address and the nurse's cookie."""

    url: str
    cookie: dict[str, str]


Serve = Callable[[int, dict[str, str]], AbstractContextManager[None]]
CookieFor = Callable[[Config, Database, Account], dict[str, str]]


def measure(port: Callable[[], int], serve: Serve, cookie: CookieFor) -> list[str]:
    """Print the ratios, and return what is above ``MOST`` in words."""
    print(
        f"\nThe worklist of one nurse with {OWN} people among {SIZES[1]} and among {SIZES[0]} (at most {MOST} times)"
    )
    wrong = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handrail-bench-")))
        stack.callback(postgres.stop, folder / "run")
        large, small = (stack.enter_context(_site(folder, size, port(), serve, cookie)) for size in reversed(SIZES))
        for name, path in PAGES.items():
            slow, quick = _in_turns(large, small, path)
            ratio = slow / quick
            verdict = "" if ratio <= MOST else "   too much"
            print(f"  {name:12} {ratio:5.2f} times   ({slow * 1000:6.2f} ms and {quick * 1000:6.2f} ms){verdict}")
            if ratio > MOST:
                wrong.append(f"worklist, {name}: {ratio:.2f} times among {SIZES[1]} patients, at most {MOST}")
    return wrong


@contextmanager
def _site(folder: Path, patients: int, port: int, serve: Serve, cookie: CookieFor) -> Iterator[Site]:
    run = folder / "run"
    run.mkdir(exist_ok=True)
    server = sa.make_url(postgres.server_url(run, watch=os.getpid())).set(drivername="postgresql+psycopg")
    name = f"bench_{patients}"
    maker = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    maker.dispose()
    url = server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder / name), "PORT": str(port)}
    environ["HANDRAIL_DATABASE"] = url
    config = Config.from_env(environ)
    database = Database(config.database_url)
    upgrade(database)
    started = time.perf_counter()
    nurse = fill(database, patients)
    print(f"  {patients} patients filled in {time.perf_counter() - started:.0f} s")
    with serve(port, environ):
        yield Site(f"http://127.0.0.1:{port}", cookie(config, database, nurse))
    database.dispose()


def fill(database: Database, patients: int) -> Account:
    """``patients`` people, one nurse for each ``OWN`` of them, in bulk. Returns the nurse of the first."""
    now = clock.now()
    with database.write() as session:
        nurses = [
            Account(name=f"Nurse {n}", sign_in=f"nurse.{n}", role="nurse", time_zone="UTC", created_at=now)
            for n in range(max(1, patients // OWN))
        ]
        session.add_all(nurses)
    ids = [new_id() for _ in range(patients)]
    owner = {id_: nurses[n * len(nurses) // patients].id for n, id_ in enumerate(ids)}
    born = now.date() - timedelta(days=25_000)
    people = ((i, f"Person Number {n}", f"Person {n}", born, "UTC", now, "", "en", "{}") for n, i in enumerate(ids))
    columns = "id full_name preferred_name birth_date time_zone created_at phone language units"
    _copy(database, "patient", columns, people)
    team = ((new_id(), i, owner[i], now - timedelta(days=9), True) for i in ids)
    _copy(database, "care_team_member", "id patient_id account_id since lead", team)
    _copy(database, "concern", CONCERN, _lines(ids, owner, now))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))  # as a server that tidies itself would have done
    return nurses[0]


CONCERN = (
    "id patient_id rule subject band why times raised_at last_at due_at owner_id closed_at outcome done "
    "handed_on_times handed_words told_how told snoozed_until"
)


def _lines(ids: list[str], owner: dict[str, str], now: datetime) -> Iterable[tuple[Any, ...]]:
    for n, id_ in enumerate(ids):
        for k in range(CLOSED + (n % 4 == 0) + (n % 9 == 0)):
            closed = k < CLOSED
            at = now - timedelta(days=10 + 30 * k, minutes=n % 1440) if closed else now - timedelta(hours=n % 200)
            rest = ("looked", "Seen.") if closed else ("", "")
            whose = owner[id_] if (n + k) % 2 else None
            end = at + timedelta(days=1) if closed else None
            aside = None if closed or n % 36 else now + timedelta(days=3)
            yield (
                new_id(), id_, RULES[(n + k) % len(RULES)], f"s{k}", 1 + (n + k) % 3, '{"title": "Walk"}', 1, at, at,
                at + timedelta(days=2), whose, end, *rest, 0, "", "", "", aside,
            )  # fmt: skip


def _copy(database: Database, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    raw = database.engine.raw_connection()
    try:
        names = ", ".join(columns.split())
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)
        raw.commit()
    finally:
        raw.close()


def _in_turns(one: Site, other: Site, path: str) -> tuple[float, float]:
    """Median times of the page on both sites, asked for in turns."""
    times: dict[str, list[float]] = {one.url: [], other.url: []}
    with (
        httpx.Client(base_url=one.url, trust_env=False) as first,
        httpx.Client(base_url=other.url, trust_env=False) as second,
    ):
        pair = [(first, one), (second, other)]
        for client, site in pair * 5:
            _time(client, path, site.cookie)
        for n in range(ROUNDS):
            for client, site in pair if n % 2 else reversed(pair):
                times[site.url].append(_time(client, path, site.cookie))
    return statistics.median(times[one.url]), statistics.median(times[other.url])


def _time(client: httpx.Client, path: str, cookie: dict[str, str]) -> float:
    started = time.perf_counter()
    response = client.get(path, cookies=cookie)
    elapsed = time.perf_counter() - started
    response.raise_for_status()
    return elapsed
