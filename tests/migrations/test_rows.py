"""Rows that are there before a migration are there after it, unchanged, on both engines."""

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa
from alembic import command

from app import migrations

SAMPLES = {
    sa.Boolean: True,
    sa.Integer: 3,
    sa.Float: 2.5,
    sa.Numeric: 2.5,
    sa.DateTime: datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    sa.Date: date(2026, 3, 1),
    sa.Time: time(9, 30),
    sa.LargeBinary: b"bytes",
    sa.JSON: {"a": [1, "two"]},
    sa.String: "words",
}
ONE_OF = {
    ("decision", "answer"): "yes",
    ("delivered", "answer"): "kept",
    ("progress_entry", "outcome"): "did",
    ("explained", "answer"): "clear",
    ("question", "outcome"): "helped",
    ("item_change", "action"): "change",
    ("item_change", "state"): "applied",
    ("record_fact", "source"): "team",
}
"""Columns that take certain words only."""
STARTS = ["0001"]


def sample(column):
    if (column.table.name, column.name) in ONE_OF:
        return ONE_OF[column.table.name, column.name]
    kind = next(kind for kind in SAMPLES if isinstance(column.type, kind))
    value = SAMPLES[kind]
    if kind is sa.String and column.primary_key:
        return f"{column.table.name[:12]}-1"
    return value[: column.type.length] if kind is sa.String and column.type.length else value


def fill(connection):
    """One row in every table, referring to the one of each table that it can refer to."""
    schema = sa.MetaData()
    schema.reflect(connection)
    keys = {}
    for table in schema.sorted_tables:
        if table.name == "alembic_version":
            continue
        row = {}
        for column in table.columns:
            target = next((key.column for key in column.foreign_keys), None)
            if target is not None:
                row[column.name] = None if target.table is table else keys.get(target.table.name)
            elif not (column.primary_key and isinstance(column.type, sa.Integer)):
                row[column.name] = sample(column)
        connection.execute(table.insert().values(row))
        keys[table.name] = row.get("id")
    return schema


def rows(connection, tables):
    return {t.name: [dict(row._mapping) for row in connection.execute(sa.select(t))] for t in tables}


@pytest.mark.parametrize("start", STARTS)
def test_no_row_is_lost_or_changed(start, each_bare_database):
    bare = each_bare_database
    command.upgrade(migrations.settings(bare), start)
    with bare.engine.begin() as connection:
        schema = fill(connection)
        tables = [table for table in schema.sorted_tables if table.name != "alembic_version"]
        before = rows(connection, tables)
    assert len(before) > 30
    assert all(before.values())
    migrations.upgrade(bare)
    with bare.engine.connect() as connection:
        assert rows(connection, tables) == before
    assert not migrations.drift(bare)
