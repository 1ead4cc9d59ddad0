"""Alembic's entry: one engine, given by the caller, one transaction for the whole upgrade."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

import app.models  # noqa: F401  registers every table
from app.db import UTC, Base


def _plain(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Version files name nothing of the product, so they still run when the product has moved on."""
    if kind == "type" and isinstance(thing, UTC):
        return "sa.DateTime(timezone=True)"
    return False


def _foreign_keys(connection: Any, on: bool) -> None:
    """SQLite changes a table by making it anew, which would count as deleting what others refer to.

    The pragma does nothing inside a transaction, so it goes to the driver before one begins.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        if on and (broken := driver.execute("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"rows refer to nothing after the migration: {broken[:5]}")


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    _foreign_keys(connection, False)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_plain,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    _foreign_keys(connection, True)
