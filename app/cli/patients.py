"""``handrail patients``: a code for somebody, for the day when no nurse can sign in."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import codes, grants, relationships
from app.access.grants import Capacity, Grant
from app.care.leaving import asking, erase
from app.care.leaving.export import archive
from app.care.people import invitations, recovery
from app.care.people.identity import SEEN
from app.cli import kit
from app.config import Config
from app.errors import NotFound
from app.fhir import careplan, record
from app.i18n import using_locale
from app.models import Account, Erasure, Patient


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
    click.echo(f"Code:  {codes.spaced(code)}")
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


@command.command("export")
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--to", "path", required=True, type=click.Path(path_type=Path), help="A new file, such as export.zip.")
@click.option("--with-private", is_flag=True, help="Private lines too: only on the person's own word.")
def export_all(patient_id: str, path: Path, with_private: bool) -> None:
    """Everything about a person as one ZIP: a page to read, the plan as FHIR, photos and files, and a list.

    That it was handed out stays in the log. The file is for the person; it is readable to whoever has it.
    """
    config = kit.settings()
    with kit.database(config) as database:
        with database.read() as session:
            person = session.get(Patient, patient_id)
            if person is None:
                raise click.ClickException(f"Nobody has the id {patient_id}. It stands in the page's address.")
            whole = grants.system(patient_id)
            reader = whole if with_private else replace(whole, capacity=Capacity.PAPER)
            try:
                with _new_file(path) as file, using_locale(person.language):
                    listed = archive.write(session, reader, file, _bundle(session, reader, config.public_url))
            except OSError as problem:
                raise click.ClickException(f"{path} cannot be written ({problem.strerror}).") from problem
        with database.write() as session:
            archive.noted(session, whole)
    rows = sum(n for one in listed["sections"] for n in one["rows"].values())
    click.echo(f"{path}: {rows} rows, {len(listed['files'])} photos and files.")
    if not listed["private_lines"]:
        click.echo("Private lines are not in it. --with-private puts them in, on the person's own word.")


def _new_file(path: Path) -> IO[bytes]:
    """For its owner alone, and never over another file."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _bundle(session: Session, grant: Grant, address: str) -> Any:
    try:
        return careplan.bundle(record.gather(session, grant), address)
    except NotFound:
        return None  # no plan was offered yet


@command.command("erase")
@click.option("--patient", "patient_id", required=True, help="The id in the address of the person's page.")
@click.option("--nothing-is-kept", is_flag=True, help="No law asks for the medical record: erase all of it now.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase_now(patient_id: str, nothing_is_kept: bool, yes: bool) -> None:
    """Erase a person's record now, without the wait. Nobody can bring it back; make an export before.

    What the law keeps (HANDRAIL_KEEP_YEARS) is closed to everybody instead, and erased when the years are over.
    Prints a receipt in which nothing leads to the person.
    """
    config = kit.settings()
    if not yes:
        click.confirm(f"Erase the record {patient_id}? This cannot be undone.", abort=True)
    with kit.database(config) as database, database.write() as session:
        if session.get(Patient, patient_id) is None:
            raise click.ClickException(f"Nobody has the id {patient_id}. It stands in the page's address.")
        if nothing_is_kept:
            said = sa.update(Erasure).where(Erasure.patient_id == patient_id, Erasure.taken_back_at.is_(None))
            session.execute(said.values(keeps=asking.NOTHING))
        years = 0 if nothing_is_kept else config.practice.keep_years
        receipt = erase.carry_out(session, patient_id, years, now=True)
        if receipt is None:
            raise click.ClickException(f"The record {patient_id} is closed and kept by law. Its years are not over.")
        done = receipt.erased_on or receipt.sealed_on
    what = "erased" if receipt.erased_on else f"closed to everybody, kept until {receipt.kept_until}"
    click.echo(f"Receipt {receipt.number}: {what}, on {done}. Rows erased: {sum(receipt.rows.values())}.")
