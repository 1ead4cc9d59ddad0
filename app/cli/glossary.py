"""``handrail glossary``: words that a practice explains itself, beside those that come with the product."""

from __future__ import annotations

from pathlib import Path

import click

from app.care import glossary
from app.cli import kit


@click.group("glossary")
def command() -> None:
    """Words, explained to people in plain words."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def take_in(file: Path) -> None:
    """Take in FILE, a JSON list of words, in place of the last one.

    Each word: {"key": "fvc", "forms": {"en": ["FVC"]}, "plain": {"en": "One sentence."}, "more": {"en": "More."}}.
    A key that we have too replaces our word. Refused as a whole, with every reason, if anything is wrong.
    On several machines run it on each: the words are kept in the data folder.
    """
    config = kit.settings()
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    words, problems = glossary.site.take_in(config.data, kit.content_of(file))
    if problems:
        for problem in problems:
            click.echo(problem, err=True)
        raise click.ClickException("Nothing was taken in.")
    click.echo(f"Words taken in: {len(words)}. They show at once.")


@command.command("list")
def show() -> None:
    """Print every word that people can look up, with its plain sentence; the practice's own are marked."""
    for word in glossary.all_words(kit.settings().data).values():
        click.echo(f"{word.key}{' (own)' if word.by_site else ''}: {word.plain}")
