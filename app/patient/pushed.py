"""\"I felt pushed": in confidence, to somebody outside the planning team."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import pushed
from app.care.people.names import called
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/pushed", needs=Permission.OWN_VOICE)
def felt_pushed() -> Any:
    return _page()


@pages.post("/plan/pushed", needs=Permission.OWN_VOICE)
def send_pushed() -> Any:
    form = request.form
    named = current.config.practice.pushed_to
    try:
        pushed.send(current.session, current.grant, form.get("words", ""), named, form.get("client_key"))
    except Conflict as known:
        return _page(form.get("words", ""), problem=known.words), 409
    except Invalid as wrong:
        return _page(form.get("words", ""), wrong.fields, None if wrong.fields else wrong.words), 422
    say(_("Your words are sent. Your care goes on as before."))
    return see("patient.felt_pushed")


def _page(typed: str = "", errors: dict[str, Any] | None = None, problem: Any = None) -> str:
    session, grant = current.session, current.grant
    return render(
        "patient/answers/pushed.html",
        reader=pushed.reader(session, grant, current.config.practice.pushed_to),
        sent=pushed.mine(session, grant),
        called=called,
        typed=typed,
        errors=errors or {},
        problem=problem,
        client_key=new_id(),
    )
