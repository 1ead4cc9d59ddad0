"""Two lines that pull apart: say so in words, and say when it is settled."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import pulling
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import open_plan
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/items/<key>/pulls", needs=Permission.PROPOSE)
def pulls_apart(key: str) -> Any:
    return _form(key, {}, {})


@pages.post("/plan/items/<key>/pulls", needs=Permission.PROPOSE)
def say_pulls_apart(key: str) -> Any:
    typed = request.form
    try:
        pulling.say(current.session, current.grant, key, typed.get("other", ""), typed.get("words", ""))
    except Invalid as wrong:
        return _form(key, typed, wrong.errors), 422
    say(_("Kept. Both lines show it, and you can talk about it."))
    return see("patient.plan_item", key=key)


@pages.post("/plan/pulls/<row_id>/settled", needs=Permission.PROPOSE)
def pulls_settled(row_id: str) -> Any:
    row = pulling.settle(current.session, current.grant, row_id)
    say(_("Good. The two lines do not pull apart any more."))
    return see("patient.plan_item", key=row.key)


def _form(key: str, typed: Any, errors: dict[str, Any]) -> str:
    view = open_plan()
    line = view.one(key)
    others = [(each.key, each.title) for each in view.items if each.key != key and not each.is_folded]
    return render("patient/plan/pulls.html", line=line, others=others, typed=typed, errors=errors)
