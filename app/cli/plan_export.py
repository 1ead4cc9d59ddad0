"""``handrail export``: a person's whole plan as a file for another system."""

from __future__ import annotations

import json

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import grants, relationships
from app.access.grants import Grant
from app.access.permissions import Permission
from app.cli import kit
from app.fhir import record
from app.i18n import using_locale
from app.models import Account, Patient, PlanVersion


@click.command("export")
@click.argument("patient_id")
@click.option("--fhir", "as_fhir", is_flag=True, help="As a FHIR R4 Bundle (JSON). It is the only form there is.")
@click.option("--by", "sign_in", default="", help="Sign-in name of who takes it; else the practice itself does.")
def command(patient_id: str, as_fhir: bool, sign_in: str) -> None:
    """Print the complete plan of PATIENT_ID, the id in the address of the person's page.

    The newest version with its lines, people, answers and questions. That it was handed out stays in the audit.
    """
    if not as_fhir:
        raise click.UsageError("Say in which form: --fhir.")
    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        patient = session.get(Patient, patient_id)
        if patient is None:
            raise click.ClickException(f"Nobody has the id {patient_id}. It stands in the page's address.")
        grant = _grant(session, patient_id, sign_in)
        if session.scalar(sa.select(PlanVersion.id).where(PlanVersion.patient_id == patient_id).limit(1)) is None:
            raise click.ClickException("No plan was offered to this person yet.")
        with using_locale(patient.language):
            made = record.export(session, grant, config.public_url)
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))


def _grant(session: Session, patient_id: str, sign_in: str) -> Grant:
    if not sign_in:
        return grants.system(patient_id, (Permission.EXPORT, Permission.SEE_PLAN))
    account = session.scalar(sa.select(Account).where(Account.sign_in == sign_in.strip().lower()))
    found = relationships.find(session, account, patient_id) if account else None
    if found is None or not found.grant.may(Permission.EXPORT):
        raise click.ClickException(f"{sign_in} may not take this plan along. The person and their care team may.")
    return found.grant
