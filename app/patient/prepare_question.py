"""One question a screen. A plain post saves it; with a script it is saved while the page is open, too."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.access.permissions import Permission
from app.care.questionnaires import answering
from app.care.questionnaires.answering import Saved
from app.errors import Conflict, Gone, Invalid
from app.patient.base import pages
from app.patient.prepare_form import QuestionForm
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, see

MOVE = {"back": "back", "stay": "stay", "more": "stay"}
HOW = {"skip": "skipped", "talk": "talk"}


@pages.get("/prepare/<response_id>/<token>", needs=Permission.FILL_IN)
def question(response_id: str, token: str) -> Any:
    try:
        return _show(response_id, token)
    except Gone:
        return see("patient.answers_sent", response_id=response_id)


@pages.post("/prepare/<response_id>/<token>", needs=Permission.FILL_IN)
def save_answer(response_id: str, token: str) -> Any:
    go = request.form.get("go", "next")
    try:
        saved = answering.save(
            current.session,
            current.grant,
            response_id,
            token,
            given=request.form.getlist("answer"),
            other=request.form.get("other", ""),
            how=HOW.get(go, "answered"),
            key=request.form.get("key", "")[:64],
            revision=whole(request.form.get("revision", "")),
            go=MOVE.get(go, "next"),
        )
    except (Invalid, Conflict) as problem:
        if go == "stay":
            raise
        return _show(response_id, token, problem), problem.status
    return _said(saved) if go == "stay" else _onward(saved, response_id, go)


def _said(saved: Saved) -> Any:
    """For the script: what is stored now."""
    answer = saved.answer
    return jsonify(
        saved=answer is not None, how=answer.how if answer else "", revision=answer.revision if answer else 0
    )


def _onward(saved: Saved, response_id: str, go: str) -> Any:
    if request.form.get("then") == "check" and go not in ("back", "more"):
        return see("patient.check_answers", response_id=response_id)
    if saved.next:
        return see("patient.question", response_id=response_id, token=saved.next.token)
    if go == "back":
        return see("patient.prepare")
    return see("patient.check_answers", response_id=response_id)


def _show(response_id: str, token: str, problem: Invalid | Conflict | None = None) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    form = QuestionForm(sheet, sheet.screen(token), problem)
    return render("patient/prepare/question.html", filling=sheet, screen=form.screen, form=form)
