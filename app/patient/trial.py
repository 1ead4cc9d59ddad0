"""A change that is tried: how it goes week by week, and what the person would like at its end."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan.kinds import KINDS
from app.care.treatments import lines, trials, words
from app.db import new_id
from app.errors import Conflict, Invalid
from app.patient.base import pages
from app.patient.treatment import stored
from app.web.context import current
from app.web.render import render, see


@pages.post("/plan/items/<key>/check", needs=Permission.LOG)
def check_trial(key: str) -> Any:
    row = stored(key, "check", request.form.get("value", ""))
    return see("patient.said_word", word_id=row.id)


@pages.get("/plan/items/<key>/how-it-went", needs=Permission.DECIDE)
def how_it_went(key: str) -> Any:
    return _form(key, {"client_key": new_id()}, {})


@pages.post("/plan/items/<key>/how-it-went", needs=Permission.DECIDE)
def say_how_it_went(key: str) -> Any:
    typed = request.form
    try:
        row = trials.wish(
            current.session, current.grant, key, typed.get("value", ""), typed.get("words", ""),
            client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return _form(key, typed, wrong.errors), 422
    except Conflict as used:
        return _form(key, {**typed, "client_key": new_id()}, {"value": used.words}), 409
    return see("patient.said_word", word_id=row.id)


def _form(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = lines.one(current.session, current.grant, key, "trial")
    before = words.about(current.session, current.grant, key).newest("result", team=False)
    return render(
        "patient/treatments/how_it_went.html", item=item, title=KINDS[item.kind].title(item.content), typed=typed,
        errors=errors, before=before,
    )  # fmt: skip
