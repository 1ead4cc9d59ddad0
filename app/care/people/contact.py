"""How somebody is reached: confirmed or mended by whoever asks at the desk, or by the person (R7)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.errors import Invalid
from app.i18n import LANGUAGES
from app.i18n import lazy_gettext as _l
from app.models import Account, Patient
from app.text import is_blank

LONGEST_NAME, LONGEST_PHONE = 100, 40


def confirm(session: Session, grant: Grant) -> Patient:
    """Everything is still right: note who said so and when."""
    grant.must(Permission.CONFIRM_CONTACT)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    _note(person, grant)
    audit.record(session, grant, "confirm contact", "patient", person.id)
    return person


def mend(session: Session, grant: Grant, *, preferred_name: str, phone: str, language: str) -> Patient:
    """Change what is wrong; the rest counts as confirmed. ``Invalid`` names the fields: preferred_name, phone,
    language.
    """
    grant.must(Permission.CONFIRM_CONTACT)
    name, phone = " ".join(preferred_name.split()), " ".join(phone.split())
    problems: dict[str, object] = {}
    if is_blank(name) or len(name) > LONGEST_NAME:
        problems["preferred_name"] = _l("Write the name to use, in at most 100 letters.")
    if len(phone) > LONGEST_PHONE or (phone and not any(letter.isdigit() for letter in phone)):
        problems["phone"] = _l("Write a number that can be rung, or leave it empty.")
    if language not in LANGUAGES:
        problems["language"] = _l("Choose a language from the list.")
    if problems:
        raise Invalid(fields=problems)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    person.preferred_name, person.phone, person.language = name, phone, language
    _note(person, grant)
    audit.record(session, grant, "mend contact", "patient", person.id)
    return person


def confirmed_by(session: Session, person: Patient) -> Account | None:
    """Who confirmed it last."""
    return session.get(Account, person.contact_confirmed_by_id) if person.contact_confirmed_by_id else None


def _note(person: Patient, grant: Grant) -> None:
    person.contact_confirmed_at, person.contact_confirmed_by_id = clock.now(), grant.actor_id
