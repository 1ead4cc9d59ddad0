"""The limits that one person's readings are held against: set one for them, with why, or go back to the usual one."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import own_limits, zone_words
from app.errors import Conflict, Invalid
from app.i18n import _, format_number
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/limits", needs=Permission.EDIT_PLAN)
def limits() -> Any:
    """Kind by kind: their own with who and why, the numbers of their plan, and the usual ones."""
    found = own_limits.of(current.session, current.grant)
    return render("provider/limits/limits.html", holds=found, zone_words=zone_words.of)


@record.get("/limits/<limit_name>", needs=Permission.EDIT_PLAN)
def limit(limit_name: str) -> Any:
    held = own_limits.one(current.session, current.grant, limit_name)
    row = held.row
    typed = {"unit": held.kind.units[0].code}
    if row is not None and row.value is not None:
        typed = {"value": format_number(row.value), "unit": row.unit, "why": row.why}
    return _page(held, typed, {})


@record.post("/limits/<limit_name>", needs=Permission.EDIT_PLAN)
def set_limit(limit_name: str) -> Any:
    typed = request.form
    try:
        own_limits.put(
            current.session, current.grant, limit_name, value=typed.get("value", ""), unit=typed.get("unit", ""),
            why=typed.get("why", ""), seen=typed.get("seen", ""),
        )  # fmt: skip
    except Invalid as problem:
        return _form(limit_name, typed, problem.errors), 422
    except Conflict as problem:
        return _form(limit_name, typed, {}, problem), 409
    say(_("This holds from now on."))
    return see("record.limits")


@record.post("/limits/<limit_name>/usual", needs=Permission.EDIT_PLAN)
def usual_limit(limit_name: str) -> Any:
    try:
        own_limits.give_up(current.session, current.grant, limit_name, seen=request.form.get("seen", ""))
    except Conflict as problem:
        return _form(limit_name, {}, {}, problem), 409
    say(_("The usual limit holds again."))
    return see("record.limits")


def _form(limit_name: str, typed: Any, errors: dict[str, Any], conflict: Conflict | None = None) -> str:
    return _page(own_limits.one(current.session, current.grant, limit_name), typed, errors, conflict)


def _page(held: own_limits.Held, typed: Any, errors: dict[str, Any], conflict: Conflict | None = None) -> str:
    return render("provider/limits/limit.html", held=held, typed=typed, errors=errors, conflict=conflict)
