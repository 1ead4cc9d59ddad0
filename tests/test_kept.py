"""A database that is kept from test to test is as empty as a new one; the product's own stays as safe as it was."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Database
from app.models import AuditEvent
from tests import factories
from tests.support import kept, postgres
from tests.support.databases import KINDS


@pytest.fixture
def again(tmp_path):
    """`with again(kind) as database`: the one that the process kept, or a new one."""
    folders = iter(tmp_path / str(n) for n in range(9))

    def opened(kind):
        folder = next(folders)
        folder.mkdir()
        return kept.fresh(kind, Path(os.environ[postgres.RUN_FOLDER]), folder)

    return opened


def filled(database):
    with database.write() as session:
        world = factories.world(session)
        session.add(AuditEvent(at=world.rosa.created_at, actor_id=world.rosa.id, capacity="self", act="probe"))


def rows(database):
    with database.read() as session:
        tables = sa.inspect(session.connection()).get_table_names()
        return sum(session.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in tables) - 1  # the version


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_test_is_there_for_the_next(again, kind):
    with again(kind) as first:
        filled(first)
        assert rows(first) > 10
        engine = first.engine
    with again(kind) as second:
        assert second.engine is engine, "kept"
        assert rows(second) == 0
        filled(second)
        with second.read() as session:
            assert session.scalar(sa.select(AuditEvent.seq)) == 1, "counting begins anew"
        with again(kind) as beside:
            assert rows(beside) == 0
            assert beside.url != second.url


def test_no_page_of_a_test_is_there_for_the_next(again):
    """What is read without an order comes as from a database that is new: old pages would be filled in between."""
    with again("postgres") as first:
        filled(first)
        engine = first.engine
    with again("postgres") as second, second.read() as session:
        assert second.engine is engine, "kept"
        assert session.execute(sa.text(kept.WRITTEN)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
        "ALTER TABLE account ADD COLUMN colour text",
        "DROP INDEX ix_audit_event_patient_id_seq",
        "CREATE TABLE beside (id integer)",
    ],
)
def test_more_than_rows_changed(again, change):
    with again("postgres") as changed:
        with changed.engine.begin() as connection:
            connection.execute(sa.text(change))
        engine = changed.engine
    with again("postgres") as other:
        assert other.engine is not engine


def test_another_process_is_still_connected(again):
    with again("postgres") as held:
        outside = Database(held.url)
        with outside.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    outside.dispose()
    with again("postgres") as other:
        assert other.engine is not held.engine


def test_a_session_was_not_closed(again):
    with again("postgres") as held:
        forgotten = held.session(readonly=False)
        forgotten.execute(sa.text("SELECT 1"))
    with again("postgres") as other:
        assert other.engine is not held.engine
    forgotten.invalidate()


def test_the_product_waits_until_a_commit_is_safe(tmp_path):
    """Tests do not; so here is the one that does."""
    database = Database(f"sqlite:///{tmp_path / 'own.db'}")
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
    database.dispose()
