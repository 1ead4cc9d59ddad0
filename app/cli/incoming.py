"""A response from elsewhere, stored for a person."""

from __future__ import annotations

import json
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import relationships
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires.replaying import bring_in
from app.fhir.response import problems_of
from app.models import Account, Questionnaire


def document_of(content: bytes) -> dict[str, Any]:
    """The response, or one line about what is wrong with it."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise click.ClickException("The response is not valid JSON.") from problem
    if problems := problems_of(document):
        raise click.ClickException(f"The response is not sound R4: {problems[0]}")
    found: dict[str, Any] = document
    return found


def bring_in_for(session: Session, document: dict[str, Any], patient_id: str, sign_in: str) -> list[str]:
    """Store it and return what did not match. The team member must work with the person."""
    account = session.scalars(sa.select(Account).where(Account.sign_in == sign_in)).first()
    found = relationships.find(session, account, patient_id) if account else None
    if account is None or found is None or Permission.READ_ANSWERS not in found.grant.permissions:
        raise click.ClickException("Nobody of this person's care team has that sign-in and may read answers.")
    grant = Grant(account, patient_id, found.grant.capacity, found.grant.permissions | {Permission.FILL_IN})
    form = _form(session, str(document.get("questionnaire", "")))
    return [str(reason) for reason in bring_in(session, grant, form, document, reader_id=account.id).mismatches]


def _form(session: Session, canonical: str) -> Questionnaire:
    url, _bar, version = canonical.partition("|")
    query = sa.select(Questionnaire).where(Questionnaire.url == url).order_by(Questionnaire.imported_at.desc())
    if version:
        query = query.where(Questionnaire.version == version)
    form = session.scalars(query.limit(1)).first()
    if form is None:
        raise click.ClickException(f"The form {canonical or '(none named)'} is not here. Import it first.")
    return form
