"""The practice's own limits of readings: set one for everybody with why, or go back to the usual one."""

from __future__ import annotations

from typing import Any

from flask import request

from app.care.concerns import tuning
from app.care.progress import practice_limits
from app.care.progress.kinds import KINDS
from app.errors import Conflict, Invalid
from app.i18n import _, format_number
from app.provider.base import pages
from app.web.context import current
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/rules/readings", needs=STAFF)
def reading_limits() -> Any:
    return render("provider/worklist/reading_limits.html", limits=practice_limits.of(current.session),
                  kinds=KINDS.values())  # fmt: skip


@pages.get("/rules/readings/<name>", needs=STAFF)
def reading_limit(name: str) -> Any:
    row = practice_limits.one(current.session, name).row
    return _form(name, {"value": format_number(row.value), "unit": row.unit} if row else {}, {})


@pages.post("/rules/readings/<name>", needs=STAFF)
def set_reading_limit(name: str) -> Any:
    typed = request.form
    facts: dict[str, Any] = {"seen": typed.get("seen", ""), "request_id": current.request_id}
    try:
        if typed.get("usual"):
            practice_limits.give_up(current.session, current.me, name, **facts)
        else:
            practice_limits.put(
                current.session, current.me, name, value=typed.get("value", ""), unit=typed.get("unit", ""),
                why=typed.get("why", ""), **facts,
            )  # fmt: skip
    except Invalid as problem:
        return _form(name, typed, problem.errors), 422
    except Conflict as problem:
        return _form(name, typed, {}, problem), 409
    say(_("Changed. It counts from now on."))
    return see("provider.reading_limits")


def _form(name: str, typed: Any, errors: dict[str, Any], problem: Conflict | None = None) -> str:
    return render(
        "provider/worklist/reading_limit.html", set=practice_limits.one(current.session, name), typed=typed,
        errors=errors, problem=problem, kinds=KINDS, may=tuning.may_tune_practice(current.me),
    )  # fmt: skip
