"""Sending the answers. Said to be sent only after they are stored; a blank sheet is not sent."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms
from app.care.questionnaires.answering import refuse_if_left
from app.care.questionnaires.objections import objections
from app.care.questionnaires.sheet import Sheet, load
from app.care.questionnaires.state import freeze
from app.care.questionnaires.tokens import token
from app.care.reminders.refresh import refresh
from app.errors import Invalid
from app.i18n import lazy_gettext, locale_tag


def submit(session: Session, grant: Grant, response_id: str) -> Sheet:
    """Send the answers to the team. Harmless to repeat.

    Raises ``Invalid`` for a blank sheet (rule 15) and for required questions without an answer; its fields are
    the tokens of those questions; and for answers that break a rule of the form. Answers to questions that no
    longer apply stay stored and are not sent.
    """
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    if sheet.response.submitted_at:
        return sheet
    refuse_if_left(session, grant, sheet)
    if sheet.is_blank:
        raise Invalid(lazy_gettext("There is nothing to send yet. Answer one question, or ask to talk."))
    if sheet.missing:
        need = {token(node.place): lazy_gettext("This question needs an answer.") for node in sheet.missing}
        raise Invalid(lazy_gettext("We need a few more answers before you send."), need)
    blocking = [one for one in objections(sheet) if one.blocks]
    if blocking:
        wrong = {token(one.node.place): one.words.best(locale_tag())[0] for one in blocking if one.node}
        raise Invalid(lazy_gettext("Some answers do not fit together yet. Please look at them again."), wrong)
    response = sheet.response
    response.submitted_at, response.submitted_by_id = clock.now(), grant.actor_id
    response.capacity, response.at_link_id = grant.capacity, ""
    response.frozen = freeze(sheet.state)
    audit.record(session, grant, "send", "response", response.id)
    alarms.sent(session, grant, sheet)
    refresh(session, grant)
    return sheet
