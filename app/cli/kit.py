"""What commands share: settings, the database, and one line of advice instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa

from app import migrations
from app.config import Config, ConfigError
from app.db import Database
from app.errors import Invalid, Refusal
from app.models import Account

MOST_BYTES = 1_000_000


def settings() -> Config:
    """The settings, or one line that says which one to mend."""
    try:
        return Config.from_env()
    except ConfigError as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(
            f"The data folder cannot be used: {problem.strerror} ({problem.filename}). "
            "Set HANDRAIL_DATA to a folder that you may write to."
        ) from problem


@contextmanager
def plainly() -> Iterator[None]:
    """What is refused in this block becomes one line."""
    try:
        yield
    except Refusal as problem:
        raise click.ClickException(in_one_line(problem)) from problem


@contextmanager
def database(config: Config, *, migrate: bool = True) -> Iterator[Database]:
    """The database with its newest schema. Refusals and faults of the database become one line."""
    try:
        opened = Database(config.database_url, config.vault)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as problem:
        raise click.ClickException(
            "HANDRAIL_DATABASE is not an address of a database; write postgresql+psycopg://user:password@host/name."
        ) from problem
    try:
        if migrate:
            migrations.upgrade(opened)
        yield opened
    except Refusal as problem:
        raise click.ClickException(in_one_line(problem)) from problem
    except (sa.exc.OperationalError, sa.exc.DatabaseError) as problem:
        cause = str(problem.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"The database does not answer: {cause} Check HANDRAIL_DATABASE, and that the server runs."
        ) from problem
    finally:
        opened.dispose()


def content_of(path: Path, most: int = MOST_BYTES) -> bytes:
    """What a file holds, or one line about why it cannot be read; never more than ``most`` bytes and one."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be read ({problem.strerror}). Check the name.") from problem


def in_one_line(problem: Refusal) -> str:
    """The words of a refusal with those of its fields."""
    fields = problem.fields if isinstance(problem, Invalid) else {}
    named = "; ".join(f"{name}: {words}" for name, words in fields.items())
    return named or str(problem.words)


def is_empty(opened: Database) -> bool:
    """Whether nobody has an account yet."""
    with opened.read() as session:
        return session.scalar(sa.select(Account.id).limit(1)) is None
