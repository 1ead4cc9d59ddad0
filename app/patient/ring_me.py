"""Ask somebody to ring me."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.plan.questions import promised
from app.care.worse import ring_me
from app.errors import Invalid
from app.i18n import _, format_day
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/ring-me", needs=Permission.SEE_PLAN)
def ring_me_page() -> Any:
    return _page({}, {})


@pages.post("/ring-me", needs=Permission.ASK, read_back=True)
def ask_to_be_rung() -> Any:
    days = current.config.practice.answer_days
    try:
        wish = ring_me.ask(current.session, current.grant, request.form.get("words", ""), answer_days=days)
    except Invalid as wrong:
        return _page(request.form, wrong.errors), 422
    say(_("We got it. Somebody rings by %(day)s.", day=format_day(wish.due_at)))
    return see("patient.ring_me_page")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    assert current.patient is not None
    practice = current.config.practice
    return render(
        "patient/worse/ring_me.html",
        wish=ring_me.open_wish(current.session, current.grant),
        typed=typed,
        errors=errors,
        practice=practice,
        now=clock.now(),
        promised=promised(clock.now(), practice.answer_days, current.patient.time_zone),
    )
