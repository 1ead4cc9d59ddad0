"""Stop taking part, and come back: said by the person, with what follows in plain words before it is done."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.leaving import taking_part
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/me/leaving", needs=Permission.TAKE_PART)
def leaving() -> Any:
    return _page()


@pages.post("/me/leaving", needs=Permission.TAKE_PART)
def stop_taking_part() -> Any:
    try:
        taking_part.leave(current.session, current.grant, request.form.get("words", ""))
    except Invalid as wrong:
        return _page(wrong.errors), 422
    say(_("You take part no longer. Nothing is asked of you any more."))
    return see("patient.leaving")


@pages.post("/me/leaving/back", needs=Permission.TAKE_PART)
def take_part_again() -> Any:
    taking_part.come_back(current.session, current.grant)
    say(_("You take part again. Reminders come as you chose them."))
    return see("patient.today")


def _page(errors: dict[str, Any] | None = None) -> Any:
    if current.grant.is_team:
        return see("record.leaving")
    return render("patient/leaving/leaving.html", person=current.patient, typed=request.form, errors=errors or {})
