"""``handrail facts``: bring in what another record knows about a person."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import relationships
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.care.facts.bringing_in import Outcome, bring_in
from app.cli import kit
from app.fhir import fact_files as facts
from app.models import Account


@click.group("facts")
def command() -> None:
    """What is known about people: conditions, allergies, tests, letters, medicines."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--by", "sign_in", required=True, help="Sign-in name of the member of their team who brings it in.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and change nothing.")
def import_(file: Path, patient_id: str, sign_in: str, dry_run: bool) -> None:
    """Take facts from a FHIR R4 bundle or resource. Each piece says whether it was taken, or why not.

    Nothing that comes in counts as confirmed until somebody says "still right". A second import doubles nothing.
    """
    content = kit.content_of(file)
    with kit.database(kit.settings()) as database, database.write() as session:
        who = _who(session, patient_id, sign_in)
        try:
            reading = facts.read(content, birth_date=who.patient.birth_date)
        except facts.NotReadable as problem:
            raise click.ClickException(f"{file.name}: {problem}") from problem
        outcomes = [*bring_in(session, who.grant, reading.found, dry_run=dry_run), *reading.left]
    _report(outcomes, dry_run)


def _who(session: Session, patient_id: str, sign_in: str) -> Relationship:
    account = session.scalar(sa.select(Account).where(Account.sign_in == sign_in.strip().lower()))
    found = relationships.find(session, account, patient_id) if account else None
    if found is None or not found.grant.may(Permission.KEEP_FACTS):
        raise click.ClickException(
            f"{sign_in} keeps no facts of {patient_id}. A nurse or doctor of their care team can; check both."
        )
    return found


def _report(outcomes: list[Outcome], dry_run: bool) -> None:
    for one in sorted(outcomes, key=lambda one: int(one.where.split(".")[0])):
        title = one.title.replace("\n", " ")
        named = f"{one.where}: {title}" if title else one.where
        click.echo(f"{named}: {'taken' if one.taken else 'left. ' + one.why}")
    taken = sum(one.taken for one in outcomes)
    words = "would be taken, nothing was changed" if dry_run else "taken, not confirmed yet"
    click.echo(f"{taken} {words}; {len(outcomes) - taken} left")
