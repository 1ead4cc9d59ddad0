"""Send somebody a form: which, why, who reads it, from when until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import assignment, store
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see

DAYS_OPEN = 14  # a usual window: long enough for a slow week, short enough to be remembered


@record.get("/answers/ask", needs=Permission.ASSIGN)
def ask_questions() -> Any:
    today = current.today
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=DAYS_OPEN)).isoformat()}
    return _show({"reader": current.me.id, **days})


@record.post("/answers/ask", needs=Permission.ASSIGN)
def ask_questions_now() -> Any:
    typed = request.form.to_dict()
    try:
        assignment.assign(
            current.session,
            current.grant,
            typed.get("questionnaire", ""),
            why=typed.get("why", ""),
            reader_id=typed.get("reader", ""),
            **{name: _day(typed.get(name, "")) for name in ("opens_on", "closes_on", "visit_on")},
        )
    except Invalid as problem:
        return _show(typed, problem), problem.status
    say(_("The questions are on their way. They wait under “Prepare”."))
    return see("record.answers")


def _day(typed: str) -> date | None:
    try:
        return day(typed)
    except ValueError:
        return None


def _show(typed: dict[str, str], problem: Invalid | None = None) -> Any:
    return render(
        "provider/answers/ask.html",
        forms=list(store.all_forms(current.session)),
        readers=assignment.readers(current.session, current.grant),
        typed=typed,
        problems=problem.fields if problem else {},
    )
