"""A form filled in from a published response in a throwaway database, by a made-up person of a made-up practice."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app import clock, migrations
from app.access import relationships
from app.access.grants import Grant, system
from app.care.questionnaires import answering, assignment, sheet, store
from app.care.questionnaires.replaying import replay
from app.db import Database
from app.fhir.response import checked, problems_of, questionnaire_response
from app.models import Account, CareTeamMember, Patient

ZONE = "UTC"


@dataclass
class Rehearsed:
    """The stored response as FHIR (None when the form was refused), and what did not match."""

    response: dict[str, Any] | None = None
    mismatches: list[str] = field(default_factory=list)
    submitted: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {"response": self.response, "mismatches": self.mismatches, "submitted": self.submitted}


def rehearse(form: bytes, response: bytes) -> Rehearsed:
    """Import the form, answer it, export what is stored. Nothing of it is kept."""
    result = Rehearsed()
    document = _document(response, result)
    if document is None:
        return result
    result.mismatches += [f"The response is not sound R4: {words}" for words in problems_of(document)]
    with _throwaway() as database, database.write() as session:
        imported = store.import_file(session, system(""), form)
        if imported.questionnaire is None:
            result.mismatches += [f"The form was refused. {reason}" for reason in imported.verdict.reasons]
            return result
        person, grant = _person(session)
        nurse = _nurse(session, person)
        asked = assignment.assign(
            session,
            _grant(session, nurse, person),
            imported.questionnaire.id,
            reader_id=nurse.id,
            opens_on=clock.today(ZONE),
            closes_on=clock.today(ZONE) + timedelta(days=1),
        )
        begun = answering.start(session, grant, asked.id)
        played = replay(session, grant, begun.id, document)
        result.mismatches += [str(reason) for reason in played.mismatches]
        result.submitted = played.submitted
        session.expire_all()
        result.response = checked(questionnaire_response(sheet.load(session, grant, begun.id), person))
    return result


def _document(response: bytes, result: Rehearsed) -> dict[str, Any] | None:
    try:
        document = json.loads(response.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        result.mismatches.append("The response is not valid JSON.")
        return None
    if not isinstance(document, dict) or document.get("resourceType") != "QuestionnaireResponse":
        result.mismatches.append("The file is not a FHIR QuestionnaireResponse.")
        return None
    return document


@contextmanager
def _throwaway() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'rehearsal.db'}")
        try:
            migrations.upgrade(database)
            yield database
        finally:
            database.dispose()


def _account(session: Session, name: str, role: str | None) -> Account:
    made = Account(name=name, sign_in=name.lower(), role=role, language="en", time_zone=ZONE, created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def _person(session: Session) -> tuple[Patient, Grant]:
    account = _account(session, "Somebody", None)
    person = Patient(
        account_id=account.id,
        full_name="Somebody",
        preferred_name="Somebody",
        birth_date=date(1950, 1, 1),
        time_zone=ZONE,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    return person, _grant(session, account, person)


def _grant(session: Session, account: Account, person: Patient) -> Grant:
    found = relationships.find(session, account, person.id)
    assert found is not None
    return found.grant


def _nurse(session: Session, person: Patient) -> Account:
    nurse = _account(session, "Nurse", "nurse")
    session.add(CareTeamMember(patient_id=person.id, account_id=nurse.id, lead=True, since=clock.now()))
    session.flush()
    return nurse
