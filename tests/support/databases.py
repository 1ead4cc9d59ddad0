"""A migrated, empty database for every test: copied from a template, so that it costs milliseconds.

The migrations run once for each engine in a run. SQLite: a file to copy. PostgreSQL: a template database.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from app import migrations
from app.db import Database
from tests.support import postgres

KINDS = ("sqlite", "postgres")


@contextmanager
def fresh(kind: str, run: Path, folder: Path) -> Iterator[Database]:
    """An empty migrated database. `run` is shared by the workers of one run; `folder` is the test's own."""
    with MAKERS[kind](run, folder) as url:
        database = Database(url)
        try:
            yield database
        finally:
            database.dispose()


@contextmanager
def bare(kind: str, run: Path, folder: Path) -> Iterator[Database]:
    """A database without any table, to migrate step by step."""
    if kind == "sqlite":
        database = Database(f"sqlite:///{folder / 'bare.db'}")
        try:
            yield database
        finally:
            database.dispose()
        return
    server = postgres.server_url(run, watch=int(os.environ[postgres.WATCH]))
    name = f"handrail_bare_{secrets.token_hex(6)}"
    _run(server, "CREATE DATABASE {}", name)
    database = Database(_named(server, name))
    try:
        yield database
    finally:
        database.dispose()
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def sqlite_template(run: Path) -> Path:
    """The file to copy."""
    template = run / "template.db"
    if not template.exists():
        with _once(run / "template.lock"):
            if not template.exists():
                _migrate(f"sqlite:///{run / 'template.part'}")
                (run / "template.part").rename(template)
    return template


@contextmanager
def _sqlite(run: Path, folder: Path) -> Iterator[str]:
    target = folder / "handrail.db"
    shutil.copyfile(sqlite_template(run), target)
    yield f"sqlite:///{target}"


@contextmanager
def _postgres(run: Path, _folder: Path) -> Iterator[str]:
    server = postgres.server_url(run, watch=int(os.environ[postgres.WATCH]))
    template = f"handrail_template_{run.name[-8:].lower()}"
    with _once(run / "template-pg.lock"):
        if not (run / "template-pg.done").exists():
            _run(server, "CREATE DATABASE {}", template)
            _migrate(_named(server, template))
            (run / "template-pg.done").write_text(template)
    name = f"handrail_test_{secrets.token_hex(6)}"
    _run(server, f"CREATE DATABASE {{}} TEMPLATE {{}} {_fastest(server)}", name, template)
    try:
        yield _named(server, name)
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


MAKERS: dict[str, Callable] = {"sqlite": _sqlite, "postgres": _postgres}


def clean_up(run: Path) -> None:
    """End of the run: drop the template from a server that is not ours, or stop ours."""
    done, given = run / "template-pg.done", os.environ.get("TEST_POSTGRES_URL")
    if given and done.exists():
        _run(postgres.server_url(run, 0), "DROP DATABASE {} WITH (FORCE)", done.read_text())
    postgres.stop(run)


def _migrate(url: str) -> None:
    database = Database(url)
    try:
        migrations.upgrade(database)
        if url.startswith("sqlite"):
            with database.engine.connect() as connection:
                connection.commit()
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.dispose()


def _run(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _fastest(server: str) -> str:
    with psycopg.connect(server) as connection:  # 15 and newer choose a way that is slower for small ones
        return "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""


def _named(server: str, name: str) -> str:
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@contextmanager
def _once(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
