"""``handrail questionnaires``: add forms from FHIR R4 files, with a verdict on each."""

from __future__ import annotations

from pathlib import Path

import click

from app.access.grants import system
from app.care.questionnaires import store
from app.cli import kit


@click.group("questionnaires")
def command() -> None:
    """Forms that can be given to people."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_files(files: tuple[Path, ...]) -> None:
    """Import FILES (FHIR R4 Questionnaires, JSON), each by itself, and say what became of each.

    Status 1 if any was refused. The same file again changes nothing.
    """
    refused = 0
    with kit.database(kit.settings()) as database:
        for path in files:
            try:
                with database.write() as session:
                    found = store.import_file(session, system(""), path)
            except OSError as problem:
                click.echo(f"{path}: cannot be read ({problem.strerror}). Check the name.", err=True)
                refused += 1
                continue
            refused += found.outcome == "refused"
            _report(path, found)
    if refused:
        raise click.ClickException(
            f"{refused} of {len(files)} refused; mend what stands above and import again."
            if len(files) > 1
            else "The file was refused; mend what stands above and import it again."
        )


def _report(path: Path, found: store.Imported) -> None:
    definition = found.verdict.definition
    words = {"new": "imported", "same": "is there already", "refused": "refused"}[found.outcome]
    named = f" ({definition.title}, version {definition.version})" if definition else ""
    click.echo(f"{path}: {words}{named}", err=found.outcome == "refused")
    for reason in found.verdict.reasons:
        click.echo(f"  {reason}", err=True)
    for warning in found.verdict.warnings:
        click.echo(f"  note: {warning}", err=True)
