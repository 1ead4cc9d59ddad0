"""``handrail burden-list``: install a named list of anticholinergic scores, for clinicians to see."""

from __future__ import annotations

from pathlib import Path

import click

from app.care.treatments import burden
from app.cli import kit


@click.group("burden-list")
def command() -> None:
    """Anticholinergic scores. None is shipped; without a list nothing is scored."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="What the list is called; it stands beside every score.")
@click.option("--version", required=True, help="Its version or year.")
@click.option("--source", required=True, help="Where it is published, and why your site may use it.")
def import_list(file: Path, name: str, version: str, source: str) -> None:
    """Install FILE, a CSV with the columns name and score (0 to 3). The list installed last is the one in use."""
    try:
        text = kit.content_of(file).decode("utf-8")
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file} is not UTF-8 text. Save it as CSV in UTF-8.") from problem
    with kit.database(kit.settings()) as database, database.write() as session:
        made, is_new = burden.install(session, text, name=name, version=version, source=source)
        words = "installed" if is_new else "is there already"
        click.echo(f"{made.name}, version {made.version}: {words} ({len(made.scores)} names).")
