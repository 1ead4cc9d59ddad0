"""Send somebody forms: which, in which order, why, who reads them, from when until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import assignment, burden, store
from app.care.questionnaires.walk import minutes_left, screens
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see

DAYS_OPEN = 14  # a usual window: long enough for a slow week, short enough to be remembered
FIELDS = ("questionnaire", "then", "then-after")
"""One form, and up to two that come after it."""


@record.get("/answers/ask", needs=Permission.ASSIGN)
def ask_questions() -> Any:
    today = current.today
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=DAYS_OPEN)).isoformat()}
    return _show({"reader": current.me.id, **days})


@record.post("/answers/ask", needs=Permission.ASSIGN)
def ask_questions_now() -> Any:
    typed = request.form.to_dict()
    chosen = [typed[name] for name in FIELDS if typed.get(name)] or [""]
    try:
        for order, form in enumerate(dict.fromkeys(chosen)):
            _ask(form, order, typed)
    except Invalid as problem:
        return _show(typed, problem), problem.status
    say(_("The questions are on their way. They wait under “Prepare”."))
    return see("record.answers")


def _ask(form: str, order: int, typed: dict[str, str]) -> None:
    assignment.assign(
        current.session,
        current.grant,
        form,
        why=typed.get("why", ""),
        reader_id=typed.get("reader", ""),
        opens_on=_day(typed.get("opens_on", "")),
        closes_on=_day(typed.get("closes_on", "")),
        visit_on=_day(typed.get("visit_on", "")),
        most=current.config.practice.questions_a_month,
        anyway=typed.get("anyway") == "yes",
        helper_id=typed.get("helper", ""),
        order=order,
    )


def _day(typed: str) -> date | None:
    try:
        return day(typed)
    except ValueError:
        return None


def _show(typed: dict[str, str], problem: Invalid | None = None) -> Any:
    forms = list(store.all_forms(current.session))
    asked = burden.asked_lately(current.session, current.grant, current.today)
    return render(
        "provider/answers/ask.html",
        forms=[(stored, form, burden.questions_in(form), _minutes(form)) for stored, form in forms],
        readers=assignment.readers(current.session, current.grant),
        helpers=list(assignment.helpers_who_fill_in(current.session, current.grant).values()),
        burden=burden.Burden(asked, current.config.practice.questions_a_month),
        typed=typed,
        problems=problem.fields if problem else {},
    )


def _minutes(form: Any) -> int:
    return form.minutes or minutes_left(screens(form, {}))
