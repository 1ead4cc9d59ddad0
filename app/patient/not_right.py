"""\"This was not right\": one line of the log, what the person says about it, and what the practice answers."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import not_right
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Account
from app.patient.base import pages
from app.patient.log import name_of
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/me/log/<int:seq>", needs=Permission.SEE_LOG)
def not_right_ask(seq: int) -> Any:
    return _form(seq)


@pages.post("/me/log/<int:seq>", needs=Permission.SEE_LOG)
def not_right_say(seq: int) -> Any:
    form = request.form
    try:
        report = not_right.say(
            current.session, current.grant, seq, form.get("what", ""), form.get("words", ""), form.get("client_key")
        )
    except (Invalid, Conflict) as problem:
        return _form(seq, form, problem), problem.status
    say(_("Thank you. We have it, and we look into it."))
    return see("patient.not_right_said", report_id=report.id)


@pages.get("/me/log/said/<report_id>", needs=Permission.SEE_LOG)
def not_right_said(report_id: str) -> Any:
    """What was said and what became of it. About a helper: the way to end their access, at once."""
    report = not_right.one(current.session, current.grant, report_id)
    by = current.session.get(Account, report.answered_by_id) if report.answered_by_id else None
    line = not_right.line(current.session, current.grant, report.seq)
    return render(
        "patient/me/not_right_said.html", report=report, line=line, by=by, what=not_right.WHAT, name_of=name_of
    )


@pages.post("/me/log/said/<report_id>/take-back", needs=Permission.SEE_LOG)
def not_right_take_back(report_id: str) -> Any:
    not_right.withdraw(current.session, current.grant, report_id)
    return see("patient.not_right_said", report_id=report_id)


@pages.post("/me/log/said/<report_id>/again", needs=Permission.SEE_LOG)
def not_right_again(report_id: str) -> Any:
    not_right.bring_back(current.session, current.grant, report_id)
    return see("patient.not_right_said", report_id=report_id)


def _form(seq: int, typed: Any = None, problem: Invalid | Conflict | None = None) -> str:
    return render(
        "patient/me/not_right.html",
        line=not_right.line(current.session, current.grant, seq),
        choices_of=list(not_right.WHAT.items()),
        typed=typed or {},
        errors=getattr(problem, "fields", {}),
        problem=problem if isinstance(problem, Conflict) else None,
        name_of=name_of,
        client_key=new_id(),
    )
