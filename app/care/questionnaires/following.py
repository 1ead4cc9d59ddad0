"""One filling-in that follows another: changing what was sent, or going on in a newer version of the form.

The earlier one stays as it was. What was said keeps who said it and when.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms, store
from app.care.questionnaires.newer import fitting
from app.care.questionnaires.sheet import load
from app.care.questionnaires.walk import Screen
from app.db import lock as held
from app.errors import Gone
from app.i18n import lazy_gettext
from app.models import Answer, Assignment, Patient, Questionnaire, Response

AMENDS, NEWER = "amends", "newer"


def may_amend(assignment: Assignment, today: date) -> bool:
    """Whether what was sent can still be changed: until the last day, or until the visit if that is later."""
    last = max(assignment.closes_on, assignment.visit_on or assignment.closes_on)
    return assignment.withdrawn_at is None and today <= last


def amend(session: Session, grant: Grant, response_id: str) -> Response:
    """Begin to change what was sent, or find the change begun. ``Gone`` when it is too late.

    What was sent counts until the change is sent.
    """
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    latest = _latest(session, grant, sheet.response)
    if latest.submitted_at is None and latest.follows_why == AMENDS:
        return latest
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if latest.submitted_at is None or not may_amend(sheet.assignment, today):
        raise Gone(lazy_gettext("It is too late to change these answers here. Ring us if something is wrong."))
    rows = session.scalars(records.of(session, grant, Answer).where(Answer.response_id == latest.id))
    begun = _follow(session, grant, latest, latest.questionnaire_id, AMENDS, list(rows))
    audit.record(session, grant, "begin to change", "response", begun.id)
    return begun


def keep_what_was_sent(session: Session, grant: Grant, response_id: str) -> Response:
    """Drop a change that was begun. It stays stored, and what was sent before counts. Harmless to repeat."""
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    dropped = sheet.response
    before = records.one(session, grant, Response, dropped.follows_id or dropped.id, lock=True)
    if dropped.is_latest and dropped.submitted_at is None and dropped.follows_why == AMENDS:
        dropped.is_latest = False
        session.flush()
        before.is_latest = True
        audit.record(session, grant, "drop the change", "response", dropped.id)
    return before


def newest_form(session: Session, form: Questionnaire) -> Questionnaire | None:
    """A version of the same form that came later and is in use, or None."""
    query = (
        sa.select(Questionnaire)
        .where(Questionnaire.url == form.url, Questionnaire.id != form.id)
        .where(Questionnaire.imported_at > form.imported_at)
        .order_by(Questionnaire.imported_at.desc())
    )
    return next((one for one in session.scalars(query) if store.of(one).status == "active"), None)


def go_on_in(session: Session, grant: Grant, response_id: str, form_id: str) -> Response:
    """Go on in a newer version of the form with what still fits. The old filling-in stays stored.

    Harmless to repeat. ``Gone`` when it was sent meanwhile.
    """
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    latest = _latest(session, grant, sheet.response)
    form = session.get(Questionnaire, form_id)
    if latest.id != response_id or latest.questionnaire_id == form_id:
        return latest
    if latest.submitted_at or form is None or form.url != sheet.definition.url:
        raise Gone(lazy_gettext("These answers are already sent. Thank you."))
    kept, _lost = fitting(sheet, store.of(form))
    rows = [row for where, row in sheet.rows.items() if where in kept]
    begun = _follow(session, grant, latest, form_id, NEWER, rows)
    renewed = load(session, grant, begun.id)
    for node in renewed.asked:
        if renewed.band(node) == "red":  # the newer form may call red what the older one did not
            alarms.answered(session, grant, renewed, node)
    audit.record(session, grant, "go on in newer form", "response", begun.id)
    return begun


def red_anew(session: Session, grant: Grant, renewed: Response) -> Screen | None:
    """The first screen with an answer that the newer form calls red and the older one did not."""
    if renewed.follows_id is None:
        return None
    was, now = load(session, grant, renewed.follows_id), load(session, grant, renewed.id)
    known = {node.place for node in was.asked if was.band(node) == "red"}
    return next((s for s in now.screens if any(now.band(n) == "red" and n.place not in known for n in s.asked)), None)


def _follow(
    session: Session, grant: Grant, before: Response, questionnaire_id: str, why: str, rows: list[Answer]
) -> Response:
    before.is_latest = False
    session.flush()
    begun = Response(
        patient_id=grant.patient_id,
        questionnaire_id=questionnaire_id,
        assignment_id=before.assignment_id,
        number=_highest(session, grant, before.assignment_id) + 1,
        follows_id=before.id,
        follows_why=why,
        language=before.language,
        started_at=clock.now(),
        started_by_id=grant.actor_id,
        capacity=grant.capacity,
    )
    session.add(begun)
    session.flush()
    for row in rows:
        session.add(_copy(row, begun.id))
    session.flush()
    return begun


def _highest(session: Session, grant: Grant, assignment_id: str) -> int:
    """The highest number so far, dropped changes included."""
    query = records.of(session, grant, Response).where(Response.assignment_id == assignment_id)
    return session.scalar(query.with_only_columns(sa.func.max(Response.number))) or 0


def _copy(row: Answer, response_id: str) -> Answer:
    return Answer(
        patient_id=row.patient_id,
        response_id=response_id,
        link_id=row.link_id,
        occurrence=row.occurrence,
        values=list(row.values),
        private=row.private,
        how=row.how,
        confirms_id=row.confirms_id,
        actor_id=row.actor_id,
        capacity=row.capacity,
        answered_at=row.answered_at,
    )


def _latest(session: Session, grant: Grant, response: Response) -> Response:
    query = records.of(session, grant, Response).where(
        Response.assignment_id == response.assignment_id, Response.is_latest
    )
    return session.scalars(held(query)).one()
