"""Empty, migrated databases for one test after the other, on engines that a process keeps.

A new engine compiles every statement anew, and a new PostgreSQL database is eleven megabytes to copy, with server
processes that know nothing of its tables yet: together a quarter of a second for each test. So an engine is kept.
SQLite: it opens the file of the test that runs. PostgreSQL: the rows are deleted between two tests, and the pages
given back; a database in which more than rows changed, or that somebody still holds, is dropped and made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import event

from app.db import Database
from tests.support import databases

MOST_USES = 300
"""Of one PostgreSQL database: its catalogues grow a little with each."""
STATEMENTS = 5_000
"""Compiled statements that an engine remembers: more than all tests together send."""

_idle: dict[str, list[Any]] = {"sqlite": [], "postgres": []}

WRITTEN = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
AND pg_relation_size(oid) > 0
"""
COUNTED = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
SHAPE = " UNION ALL ".join(
    f"SELECT count(*) || ':' || coalesce(max(xmin::text::bigint), 0) FROM {catalogue}"  # xmin: who wrote it last
    for catalogue in ("pg_attribute", "pg_class", "pg_trigger", "pg_constraint", "pg_proc", "pg_namespace")
)


@contextmanager
def fresh(kind: str, run: Path, folder: Path) -> Iterator[Database]:
    """Like `databases.fresh`, on an engine of this process that may have served other tests."""
    kept = _idle[kind].pop() if _idle[kind] else KEPT[kind](run)
    kept.begin(run, folder)
    kept.database.info["vault"] = None  # the application gives it one, when a test asks for the application
    try:
        yield kept.database
    finally:
        if kept.end():
            _idle[kind].append(kept)


def close() -> None:
    """End of the process: let go of everything."""
    for kind in _idle.values():
        while kind:
            kind.pop().drop()


class _SQLite:
    """One engine that opens whatever file is this test's. Nothing in it need outlive a loss of power."""

    def __init__(self, run: Path) -> None:
        self.database = Database(f"sqlite:///{databases.sqlite_template(run)}")
        _remembers(self.database)
        event.listen(self.database.engine, "do_connect", self._where)
        event.listen(self.database.engine, "connect", self._at_once)

    def begin(self, run: Path, folder: Path) -> None:
        self.file = folder / "handrail.db"
        shutil.copyfile(databases.sqlite_template(run), self.file)
        self.database.url = f"sqlite:///{self.file}"
        self.database.engine.url = sa.make_url(self.database.url)

    def end(self) -> bool:
        self.database.dispose()
        return True

    def drop(self) -> None:
        self.database.dispose()

    def _where(self, _dialect: Any, _record: Any, arguments: list, _named: dict) -> None:
        arguments[0] = str(self.file)

    def _at_once(self, connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")


class _Postgres:
    """One database with its engine, and one connection of ours that empties it."""

    def __init__(self, run: Path) -> None:
        self.stack, self.uses = ExitStack(), 0
        url = self.stack.enter_context(databases.MAKERS["postgres"](run, run))
        self.database = Database(url)
        self.stack.callback(self.database.dispose)
        _remembers(self.database)
        self.own = self.stack.enter_context(psycopg.connect(url, autocommit=True))
        self.own.execute("SET lock_timeout = '3s'")
        self.shape = self._shape()

    def begin(self, _run: Path, _folder: Path) -> None:
        self.uses += 1

    def end(self) -> bool:
        """Whether it is empty again; else it is dropped."""
        try:
            good = self._emptied()
        except psycopg.Error:
            good = False
        if not good:
            self.drop()
        return good

    def drop(self) -> None:
        self.stack.close()

    def _emptied(self) -> bool:
        pool: Any = self.database.engine.pool
        if self.uses >= MOST_USES or pool.checkedout() or self._shape() != self.shape:
            return False
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = %s"
        (connected,) = self.own.execute(others, ["client backend"]).fetchone() or (0,)
        if connected > 1 + pool.checkedin():  # somebody else may yet write
            return False
        written = [sql.Identifier(name) for (name,) in self.own.execute(WRITTEN)]
        counted = [name for (name,) in self.own.execute(COUNTED)]
        with self.own.transaction():
            self.own.execute("SET LOCAL session_replication_role = replica")  # neither order nor append-only rows
            for table in written:
                self.own.execute(sql.SQL("DELETE FROM {}").format(table))
            for name in counted:
                self.own.execute("SELECT setval(%s, 1, false)", [name])
        if written:  # so that rows to come lie in the order of their writing, as in a database that is new
            self.own.execute(sql.SQL("VACUUM (INDEX_CLEANUP ON) {}").format(sql.SQL(", ").join(written)))
        return not self.own.execute(WRITTEN).fetchall()

    def _shape(self) -> list[Any]:
        return self.own.execute(SHAPE).fetchall()


KEPT: dict[str, type[_SQLite] | type[_Postgres]] = {"sqlite": _SQLite, "postgres": _Postgres}


def _remembers(database: Database) -> None:
    database.engine._compiled_cache.capacity = STATEMENTS  # type: ignore[union-attr]
