"""``handrail migrations``: whether the schema on disk is the one the code describes."""

from __future__ import annotations

import tempfile

import click

from app import migrations
from app.cli import kit
from app.db import Database


@click.group("migrations")
def command() -> None:
    """The database's schema."""


@command.command("check")
def check() -> None:
    """Compare the models with what the migrations make (in a throwaway database). Status 1 if they differ."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Database(f"sqlite:///{folder}/fresh.db")
        try:
            migrations.upgrade(fresh)
            differences = migrations.drift(fresh)
        finally:
            fresh.dispose()
    if differences:
        for difference in differences:
            click.echo(str(difference), err=True)
        raise click.ClickException("Models and migrations differ. Write a new file in app/migrations/versions.")
    click.echo("Models and migrations agree.")


@command.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema. `serve` does this by itself."""
    with kit.database(kit.settings()):
        click.echo("The database has the newest schema.")
