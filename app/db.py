"""The database: SQLite as it must be set to be safe, PostgreSQL as what it grows into."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC as _UTC
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

log = logging.getLogger("handrail.db")

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. Constraints have names, so that later migrations can find them."""

    metadata = sa.MetaData(naming_convention=NAMES)


class UTC(sa.types.TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. SQLite drops the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("store aware moments: use app.clock.now()")
        value = value.astimezone(_UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=_UTC) if value.tzinfo is None else value.astimezone(_UTC)


def new_id() -> str:
    """A new identity: 16 characters, about 79 random bits, no look-alikes, safe to say aloud."""
    number = secrets.randbelow(len(_ALPHABET) ** 16)  # drawn once: sixteen draws take eight times as long
    letters = []
    for _ in range(16):
        number, one = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[one])
    return "".join(letters)


def is_id(text: str) -> bool:
    """Whether ``text`` could be an identity of ours: a page may bring the one that its form was made with."""
    return len(text) == 16 and set(text) <= set(_ALPHABET)


class Database:
    """One database. ``write()`` and ``read()`` give sessions; nothing else opens connections."""

    def __init__(self, url: str, vault: Any = None) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.info: dict[str, Any] = {"vault": vault}
        """What every session carries: the ``vault`` that opens and seals columns (`app/sealing.py`)."""
        self._writer = sessionmaker(self.engine, expire_on_commit=False, info=self.info)
        readonly = self.engine.execution_options(handrail_readonly=True)
        self._reader = sessionmaker(readonly, expire_on_commit=False, info=self.info)

    def session(self, *, readonly: bool) -> Session:
        """A session that the caller closes."""
        return self._reader() if readonly else self._writer()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A short transaction that commits at the end, or leaves nothing behind."""
        with self._writer() as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look that never writes."""
        with self._reader() as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine whose transactions do not lose updates.

    On SQLite the driver stays in autocommit and every write transaction starts with BEGIN IMMEDIATE: with
    the driver's own habits two processes that read, change and write lose updates without any error.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, module=_sqlite_module(), connect_args={"timeout": 5})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_module() -> Any:
    try:
        import pysqlite3.dbapi2 as module
    except ImportError:  # no wheel for this platform: the system's own
        import sqlite3 as module  # type: ignore[no-redef]
    if (3, 7, 0) <= module.sqlite_version_info < (3, 51, 3) and module.sqlite_version_info not in (
        (3, 50, 7),
        (3, 44, 6),
    ):
        log.warning(
            "SQLite %s can corrupt a database in WAL mode; use 3.51.3 or newer (pip install pysqlite3)",
            ".".join(map(str, module.sqlite_version_info)),
        )
    return module


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    """SQLite's own leaves É as it is, so that nobody would find Élodie by typing élodie."""
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("handrail_readonly")
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def lock(query: Any, **options: Any) -> Any:
    """Hold the rows of ``query`` until the transaction ends (SQLite already holds the whole file).

    Rows that this session read before are read anew: on PostgreSQL somebody may have changed them while we waited.
    ``options`` are those of ``with_for_update``.
    """
    return query.with_for_update(**options).execution_options(populate_existing=True)
