"""Prepare: what waits to be answered, why and for whom, and who read what was sent."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import answering, following, nothing_to_tell, overview
from app.care.questionnaires.sheet import waiting
from app.errors import Conflict, Gone, Moved
from app.models import Questionnaire
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/prepare", needs=Permission.FILL_IN)
def prepare() -> Any:
    return render(
        "patient/prepare/index.html",
        waiting=waiting(current.session, current.grant, current.today),
        sent=overview.sent(current.session, current.grant),
        spared=overview.nothing_to_tell(current.session, current.grant, limit=3),
        may_say_nothing=nothing_to_tell.may_say,
        just=request.args.get("nothing", ""),
    )


@pages.post("/prepare/<assignment_id>/start", needs=Permission.FILL_IN)
def start_answers(assignment_id: str) -> Any:
    begun = answering.start(current.session, current.grant, assignment_id)
    return see("patient.go_on_answering", response_id=begun.id)


@pages.get("/prepare/<response_id>", needs=Permission.FILL_IN)
def go_on_answering(response_id: str) -> Any:
    """The question where somebody stopped, on whichever device that was."""
    try:
        sheet = answering.open_sheet(current.session, current.grant, response_id)
    except Gone:
        return see("patient.answers_sent", response_id=response_id)
    except Moved as moved:
        return see("patient.go_on_answering", response_id=moved.to)
    if sheet.rows and sheet.response.follows_why != following.AMENDS:
        begun_with = current.session.get_one(Questionnaire, sheet.response.questionnaire_id)
        if following.newest_form(current.session, begun_with):
            return see("patient.newer_form", response_id=response_id)
    at = sheet.here
    if at is None:
        return see("patient.check_answers", response_id=response_id)
    return see("patient.question", response_id=response_id, token=at.token)


@pages.post("/prepare/<assignment_id>/nothing", needs=Permission.FILL_IN, read_back=True)
def say_nothing_to_tell(assignment_id: str) -> Any:
    """One tap that is an answer by itself."""
    try:
        nothing_to_tell.say(current.session, current.grant, assignment_id)
    except Conflict as problem:
        say(problem.words)
        return see("patient.prepare")
    return see("patient.prepare", nothing=assignment_id)


@pages.post("/prepare/<assignment_id>/something", needs=Permission.FILL_IN)
def take_nothing_back(assignment_id: str) -> Any:
    nothing_to_tell.take_back(current.session, current.grant, assignment_id)
    return see("patient.prepare")
