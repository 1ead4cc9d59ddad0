"""Before sending: all answers on one page, each with a way to change it. Then send, and only then say so."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.questionnaires import answering, showing, walk
from app.care.questionnaires.following import may_amend
from app.care.questionnaires.objections import objections
from app.care.questionnaires.red_steps import who_looked
from app.care.questionnaires.sheet import load
from app.care.questionnaires.submitting import submit
from app.care.questionnaires.tokens import token
from app.errors import Gone, Invalid, Moved, NotFound
from app.patient.base import pages
from app.patient.prepare_private import is_open
from app.web.context import current
from app.web.render import render, see


@pages.get("/prepare/<response_id>/check", needs=Permission.FILL_IN)
def check_answers(response_id: str) -> Any:
    try:
        return _show(response_id)
    except Gone:
        return see("patient.answers_sent", response_id=response_id)
    except Moved as moved:
        return see("patient.go_on_answering", response_id=moved.to)


@pages.post("/prepare/<response_id>/send", needs=Permission.FILL_IN, read_back=True)
def send_answers(response_id: str) -> Any:
    try:
        submit(current.session, current.grant, response_id)
    except Invalid as problem:
        return _show(response_id, problem), problem.status
    return see("patient.answers_sent", response_id=response_id)


@pages.get("/prepare/<response_id>/sent", needs=Permission.FILL_IN)
def answers_sent(response_id: str) -> Any:
    sheet = load(current.session, current.grant, response_id)
    if sheet.response.submitted_at is None:
        raise NotFound()
    can_change = sheet.response.is_latest and may_amend(sheet.assignment, current.today)
    looked = who_looked(current.session, current.grant, response_id) if sheet.urgent_items else None
    facts: dict[str, Any] = {"can_change": can_change, "looked": looked}
    facts["urgent_items"] = [item for item in sheet.urgent_items if not item.alone or is_open(response_id)]
    return render("patient/prepare/sent.html", filling=sheet, **facts)


def _show(response_id: str, problem: Invalid | None = None) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    notes = walk.closing_notes(sheet.state, private=sheet.private)
    facts: dict[str, Any] = {"notes": notes, "problem": problem, "showing": showing, "place_token": token}
    shown = facts["alone_open"] = is_open(response_id)
    facts["objections"] = [one for one in objections(sheet) if shown or one.node is None or not one.node.item.alone]
    facts["urgent_items"] = [item for item in sheet.urgent_items if shown or not item.alone]
    return render("patient/prepare/check.html", filling=sheet, **facts)
