"""``handrail patients``: a code for somebody, for the day when no nurse can sign in."""

from __future__ import annotations

from datetime import datetime

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import relationships
from app.access.grants import Grant
from app.care.people import invitations, recovery
from app.care.people.identity import SEEN
from app.cli import kit
from app.config import Config
from app.models import Account, Patient


@click.group("patients")
def command() -> None:
    """People whose plans these are."""


@command.command("invite")
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--by", "sign_in", required=True, help="Sign-in name of the member of their team who invites.")
def invite(patient_id: str, sign_in: str) -> None:
    """Make a first code for a person and print it with its link. Older unused codes stop working."""
    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        grant = _of_team(session, sign_in, patient_id)
        patient = session.get_one(Patient, patient_id)
        if patient.account_id is not None:
            raise click.ClickException(
                "This person is in already. After a lost phone type: handrail patients recover --help"
            )
        invitation, code = invitations.invite(session, grant, name=patient.full_name)
        until = invitation.expires_at
    _print(config, code, until)


@command.command("recover")
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--helper", default="", help="Sign-in name of a helper of theirs, if it is the helper's account.")
@click.option("--by", "sign_in", required=True, help="Sign-in name of the member of their team who has them there.")
@click.option("--saw", type=click.Choice(list(SEEN)), required=True, help="Which identification they saw.")
@click.option("--why", type=click.Choice(list(recovery.WHY)), required=True)
def recover(patient_id: str, helper: str, sign_in: str, saw: str, why: str) -> None:
    """Make a code that opens an account which is there already, for somebody who is there in person."""
    config = kit.settings()
    checked = recovery.Checked(recovery.IN_PERSON, seen=saw, why=why)
    with kit.database(config) as database, database.write() as session:
        grant = _of_team(session, sign_in, patient_id)
        own = session.get_one(Patient, patient_id).account_id
        whose = session.scalar(sa.select(Account.id).where(Account.sign_in == helper.strip().lower()))
        row, code = recovery.give(session, grant, (whose if helper else own) or "", checked)
        until = row.expires_at
    _print(config, code, until)


def _print(config: Config, code: str, until: datetime) -> None:
    click.echo(f"Code:  {invitations.spaced(code)}")
    click.echo(f"Link:  {invitations.link(config.public_url, code)}")
    click.echo(f"Until: {until:%Y-%m-%d %H:%M} UTC, once")


def _of_team(session: Session, sign_in: str, patient_id: str) -> Grant:
    """The grant of a member of the person's team, or one line of advice."""
    nurse = session.scalar(sa.select(Account).where(Account.sign_in == sign_in.strip().lower()))
    found = relationships.find(session, nurse, patient_id) if nurse else None
    if found is None or not found.grant.is_team:
        raise click.ClickException(
            f"{sign_in} is on no care team of {patient_id}. Check both; the id stands in the page's address."
        )
    return found.grant
