"""Everything that was asked about the plan, and what the asking side says to an answer."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import question_replies, questions, threads, who
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/questions", needs=Permission.SEE_PLAN)
def questions_asked() -> Any:
    return _list()


@pages.post("/plan/questions/<question_id>/take-back", needs=Permission.ASK)
def take_question_back(question_id: str) -> Any:
    """Nobody answers it then; it is off this page and the team's list."""
    try:
        questions.take_back(current.session, current.grant, question_id)
    except Conflict as wrong:
        return _list({question_id: wrong.words}), 409
    say(_("You took your question back."))
    return see("patient.questions_asked")


@pages.post("/plan/questions/<question_id>/helped", needs=Permission.ASK)
def answer_helped(question_id: str) -> Any:
    try:
        question = question_replies.helped(current.session, current.grant, question_id)
    except Conflict as wrong:
        return _list({question_id: wrong.words}), 409
    say(_("Thank you. We are glad this helped."))
    return see("patient.questions_asked", _anchor=f"q-{question.id}")


@pages.post("/plan/questions/<question_id>/unclear", needs=Permission.ASK, read_back=True)
def answer_unclear(question_id: str) -> Any:
    days = current.config.practice.answer_days
    words = request.form.get(f"words-{question_id}", "")
    try:
        question = question_replies.still_unclear(
            current.session, current.grant, question_id, words, answer_days=days
        )
    except Invalid as wrong:
        return _list({question_id: wrong.fields.get("words") or wrong.words}, words), 422
    except Conflict as wrong:
        return _list({question_id: wrong.words}, words), 409
    say(_("Thank you for telling us. We answer again by %(day)s.", day=format_day(question.promised_by)))
    return see("patient.questions_asked", _anchor=f"q-{question.id}")


def _list(problems: dict[str, Any] | None = None, typed: str = "") -> str:
    session, grant = current.session, current.grant
    found = threads.all_of(session, grant)
    return render(
        "patient/plan/questions_asked.html",
        threads=threads,
        found=found,
        people=who.called(session, grant, threads.who_is_named(found), current.patient),
        about=threads.about(session, grant, found),
        may_close=question_replies.may_close,
        problems=problems or {},
        typed=typed,
    )
