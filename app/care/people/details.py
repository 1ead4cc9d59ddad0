"""What a person says of themselves: the name they want to be called."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient
from app.text import is_blank

LONGEST = 100


def call_me(session: Session, grant: Grant, name: str) -> Patient:
    """Store the name the person wants to be called. Raises ``Invalid`` naming ``preferred_name``."""
    grant.must(Permission.OWN_DETAILS)
    name = " ".join(name.split())
    words = None
    if is_blank(name):
        words = _l("Type the name you want us to use.")
    elif len(name) > LONGEST:
        words = _l("That name is too long. Use at most 100 letters.")
    if words is not None:
        raise Invalid(words, {"preferred_name": words})
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if patient.preferred_name != name:
        patient.preferred_name = name
        audit.record(session, grant, "change name", "patient", patient.id)
    return patient
