"""The migrations make the schema that the models describe, on both engines, and nothing loses its history."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app import migrations
from app.db import Database
from app.models import AuditEvent


def test_a_fresh_upgrade_equals_the_models(each_database: Database):
    differences = migrations.drift(each_database)
    assert not differences, f"Models and migrations differ. Write a new version file for: {differences}"


def test_upgrading_again_changes_nothing(each_database: Database):
    migrations.upgrade(each_database)
    assert migrations.is_current(each_database)


@pytest.fixture
def event(each_database: Database) -> int:
    with each_database.write() as session:
        row = AuditEvent(at=datetime(2026, 3, 1, tzinfo=UTC), capacity="system", act="look")
        session.add(row)
        session.flush()
        return row.seq


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET act = 'nothing'",
        "DELETE FROM audit_event",
        "UPDATE audit_event SET seq = seq + 1",
    ],
)
def test_the_audit_is_append_only(each_database: Database, event: int, statement: str):
    with pytest.raises(sa.exc.DBAPIError, match="append only"), each_database.write() as session:
        session.execute(sa.text(statement))
    with each_database.read() as session:
        kept = session.execute(sa.select(AuditEvent.seq, AuditEvent.act)).all()
    assert kept == [(event, "look")], "The audit changed: add the trigger that refuses to the migration."


def test_postgres_refuses_to_empty_the_audit(each_database: Database, event: int):
    if each_database.engine.dialect.name == "sqlite":
        return  # has no TRUNCATE: DELETE above is the same thing there
    with pytest.raises(sa.exc.DBAPIError, match="append only"), each_database.write() as session:
        session.execute(sa.text("TRUNCATE audit_event"))
