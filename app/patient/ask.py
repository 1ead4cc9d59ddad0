"""Asking about one line of the plan."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.plan import picks, questions
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.patient.base import pages
from app.patient.plan_shared import open_plan
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/items/<key>/question", needs=Permission.ASK)
def ask(key: str) -> Any:
    return _form(key)


@pages.post("/plan/items/<key>/question", needs=Permission.ASK, read_back="pick")
def send_question(key: str) -> Any:
    """Send it; or, when a ready question was picked, put that into the box, where it can be changed first."""
    form = request.form
    if pick := form.get("pick"):
        return _form(key, form.to_dict() | {"words": picks.into(form.get("words", ""), pick)}, picked=True)
    days = current.config.practice.answer_days
    try:
        question = questions.ask(
            current.session,
            current.grant,
            key,
            form.get("words", ""),
            form.get("client_key") or None,
            answer_days=days,
        )
    except Invalid as wrong:
        return _form(key, form, wrong.errors), 422
    except Conflict as wrong:
        return _form(key, form.to_dict() | {"client_key": new_id()}, {"words": wrong.words}), 409
    say(_("Your question is sent. You get an answer by %(day)s.", day=format_day(question.promised_by)))
    return see("patient.plan_item", key=key)


def _form(key: str, typed: Any = None, errors: dict[str, Any] | None = None, *, picked: bool = False) -> str:
    assert current.patient is not None
    days = current.config.practice.answer_days
    line = open_plan().one(key)
    return render(
        "patient/plan/ask.html",
        line=line,
        picks=picks.for_kind(line.kind),
        picked=picked,
        typed=typed or {},
        errors=errors or {},
        client_key=(typed or {}).get("client_key") or new_id(),
        promised=questions.promised(clock.now(), days, current.patient.time_zone),
    )
