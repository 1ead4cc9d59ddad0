"""Schema changes, forwards only, on both engines. ``upgrade`` is all that others call."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.db import Base, Database

HERE = Path(__file__).parent


def settings(database: Database) -> AlembicConfig:
    """What Alembic needs to know; there is no alembic.ini."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database) -> None:
    """Bring ``database`` to the newest schema; does nothing when it is there already."""
    if not is_current(database):
        command.upgrade(settings(database), "head")


def is_current(database: Database) -> bool:
    """Whether ``database`` has the newest schema."""
    head = ScriptDirectory.from_config(settings(database)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def drift(database: Database) -> list[object]:
    """Differences between the migrated schema and the models; empty when they agree."""
    import app.models  # noqa: F401  registers every table

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def revise(database: Database, message: str) -> None:
    """Write a new version file from the difference between models and ``database``."""
    command.revision(settings(database), message, autogenerate=True)
