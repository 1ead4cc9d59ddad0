""" "Nothing to tell" in one tap is itself an answer, and spares the form (B25)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires.parts import Definition
from app.care.questionnaires.store import of
from app.care.reminders.refresh import refresh
from app.errors import Conflict, Gone, NotFound
from app.i18n import lazy_gettext
from app.models import Answer, Assignment, Questionnaire, Response


def may_say(definition: Definition) -> bool:
    """Whether the form can be spared: it is no instrument, scores nothing and is not about a helper."""
    weighed = any(option.weight is not None for item in definition.questions for option in item.options)
    return not (weighed or definition.copyright or definition.about)


def say(session: Session, grant: Grant, assignment_id: str) -> Assignment:
    """There is nothing to tell this time. Harmless to repeat.

    ``Gone`` when answers were sent already, ``Conflict`` when some were given, on whichever device.
    """
    grant.must(Permission.FILL_IN)
    found = _mine(session, grant, assignment_id)
    if not may_say(of(session.get_one(Questionnaire, found.questionnaire_id))):
        raise NotFound()
    begun = list(session.scalars(records.of(session, grant, Response).where(Response.assignment_id == assignment_id)))
    if any(response.submitted_at for response in begun):
        raise Gone(lazy_gettext("These answers are already sent. Thank you."))
    said = records.of(session, grant, Answer).where(Answer.response_id.in_([one.id for one in begun]))
    if any(answer.values or answer.how == "talk" for answer in session.scalars(said)):
        raise Conflict(lazy_gettext("You have begun to answer this. Go on with it, or send what is there."))
    if found.nothing_to_tell_at is None:
        found.nothing_to_tell_at, found.nothing_to_tell_by_id = clock.now(), grant.actor_id
        audit.record(session, grant, "nothing to tell", "assignment", found.id)
        refresh(session, grant)
    return found


def take_back(session: Session, grant: Grant, assignment_id: str) -> Assignment:
    """There is something to tell after all: the form waits again. Harmless to repeat."""
    grant.must(Permission.FILL_IN)
    found = _mine(session, grant, assignment_id)
    if found.nothing_to_tell_at is not None:
        found.nothing_to_tell_at = found.nothing_to_tell_by_id = None
        audit.record(session, grant, "take back nothing to tell", "assignment", found.id)
        refresh(session, grant)
    return found


def _mine(session: Session, grant: Grant, assignment_id: str) -> Assignment:
    found = records.one(session, grant, Assignment, assignment_id, lock=True)
    if found.for_account_id not in (None, grant.actor_id) or found.withdrawn_at:
        raise NotFound()
    return found
