"""Who can take on a line of the plan: the person, whoever is on their team, and whoever helps them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people import helpers, patients
from app.care.people.names import called
from app.care.plan.sections import PATIENT
from app.i18n import _


def of(session: Session, grant: Grant, person: str) -> dict[str, str]:
    """What is stored as owner → what it is called; ``person`` is the name of the patient. Two statements."""
    grant.must(Permission.SEE_PEOPLE)
    found = {PATIENT: person}
    found.update((account.id, called(account)) for account in patients.team_of(session, grant.patient_id))
    for helper in helpers.of(session, grant):
        relation = helper.grant.relation
        name = helper.account.first_name
        found[helper.account.id] = _("%(name)s (%(role)s)", name=name, role=relation) if relation else name
    return found
