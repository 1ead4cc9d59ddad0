"""What is known already is shown for "still right?" instead of being asked again (R8, R9, B24).

Only facts that a form marks as lasting (``keeps-for-days``) are taken over; instruments that ask about the last
days or weeks never are. The same question is the same code, else the same link id of the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import store
from app.care.questionnaires.answering import open_sheet
from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Item, Value
from app.care.questionnaires.rows import keep
from app.care.questionnaires.same import is_same_question
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.state import Node
from app.care.questionnaires.tokens import token as token_of
from app.care.questionnaires.typing_back import typed_back
from app.care.questionnaires.urgency import band
from app.care.questionnaires.validation import read_answer
from app.care.questionnaires.walk import Screen, after
from app.errors import Invalid, NotFound
from app.models import Answer, Assignment, Questionnaire, Response

MOST_DAYS = 366


@dataclass(frozen=True)
class Earlier:
    """An answer given before, in a form that was sent."""

    answer: Answer
    values: tuple[Value, ...]
    said_at: datetime


def earlier(session: Session, grant: Grant, sheet: Sheet, node: Node) -> Earlier | None:
    """What this person said to the same question lately, if it can still be said. One statement, only when needed."""
    grant.must(Permission.FILL_IN)
    days = min(node.item.keeps_for_days, MOST_DAYS)
    if days <= 0 or node.occurrence or node.item.private or node.place in sheet.rows:
        return None
    query = (
        records.of(session, grant, Answer)
        .where(Answer.answered_at >= clock.now() - timedelta(days=days), Answer.how == "answered")
        .join(Response, Response.id == Answer.response_id)
        .where(Response.submitted_at.is_not(None), Response.is_latest, Response.id != sheet.response.id)
        .where(Answer.occurrence == "")
        .join(Assignment, Assignment.id == Response.assignment_id)
        .where(Assignment.for_account_id.is_not_distinct_from(sheet.assignment.for_account_id))
        .join(Questionnaire, Questionnaire.id == Response.questionnaire_id)
        .order_by(Answer.answered_at.desc())
        .limit(300)
        .add_columns(Questionnaire.digest)
    )
    for answer, digest in session.execute(query):
        if not answer.values:
            continue
        form = store.by_digest(session, digest)
        item = form.by_link.get(answer.link_id)
        if item is None or item.private:
            continue
        if not is_same_question(item, node.item, same_form=form.url == sheet.definition.url):
            continue
        values = _said_again(sheet.item(node), answer)
        if values and band(node.item, values) != "red":  # what cannot wait is asked, never taken over
            return Earlier(answer, values, answer.answered_at)
        return None
    return None


def confirm(session: Session, grant: Grant, response_id: str, token: str, answer_id: str) -> Screen | None:
    """ "Yes, still right": the earlier answer counts in this form too, and says whose it was. Returns where to go.

    ``NotFound`` when that answer is not the one that was shown.
    """
    grant.must(Permission.FILL_IN)
    sheet = open_sheet(session, grant, response_id)
    screen = sheet.screen(token)
    node = next((node for node in screen.asked if token_of(node.place) == token), None)
    row = sheet.rows.get(node.place) if node else None
    if row is not None and row.confirms_id == answer_id:
        return after(sheet.screens, screen.place)  # pressed twice
    found = earlier(session, grant, sheet, node) if node else None
    if node is None or found is None or found.answer.id != answer_id:
        raise NotFound()
    keep(session, grant, sheet, node.place, list(found.values), "answered", "", confirms=answer_id)
    sheet = sheet.anew()
    following = after(sheet.screens, screen.place)
    sheet.response.at_link_id = following.place if following else ""
    audit.record(session, grant, "still right", "answer", answer_id)
    return following


def _said_again(item: Item, answer: Answer) -> tuple[Value, ...]:
    """The values as this form's question takes them; empty when it does not any more."""
    try:
        entry = typed_back(item, answer.values)
        again = tuple(read_answer(item, entry.given, entry.other, entry.unit))
    except Invalid:
        return ()
    same = len(again) == len(answer.values) and all(map(equal, answer.values, again))
    return again if same else ()  # 70 kg are not 70 lb
