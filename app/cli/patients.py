"""``handrail patients``: a code for somebody, for the day when no nurse can sign in."""

from __future__ import annotations

import click
import sqlalchemy as sa

from app.access import relationships
from app.care.people import invitations
from app.cli import kit
from app.models import Account, Patient


@click.group("patients")
def command() -> None:
    """People whose plans these are."""


@command.command("invite")
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--by", "sign_in", required=True, help="Sign-in name of the member of their team who invites.")
def invite(patient_id: str, sign_in: str) -> None:
    """Make a new code for a person and print it with its link. Older unused codes stop working."""
    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        nurse = session.scalar(sa.select(Account).where(Account.sign_in == sign_in.strip().lower()))
        found = relationships.find(session, nurse, patient_id) if nurse else None
        if found is None or not found.grant.is_team:
            raise click.ClickException(
                f"{sign_in} is on no care team of {patient_id}. Check both; the id stands in the page's address."
            )
        patient = session.get_one(Patient, patient_id)
        invitation, code = invitations.invite(session, found.grant, name=patient.full_name)
        until = invitation.expires_at
    click.echo(f"Code:  {invitations.spaced(code)}")
    click.echo(f"Link:  {invitations.link(config.public_url, code)}")
    click.echo(f"Until: {until:%Y-%m-%d %H:%M} UTC, once")
