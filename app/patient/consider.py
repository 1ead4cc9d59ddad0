"""Time to think: taking longer, and hiding the one calm line after it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import consider
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan import show_start
from app.web import incoming
from app.web.context import current
from app.web.render import say, see


@pages.post("/plan/more-time", needs=Permission.DECIDE)
def more_time() -> Any:
    form = request.form
    try:
        until = None if form.get("open") else _day(form.get("until", ""))
        consider.take_more(current.session, current.grant, incoming.whole(form.get("version", "")) or 0, until)
    except Conflict as moved_on:
        return show_start(moved_on.words), 409
    except Invalid as wrong:
        return show_start(errors=wrong.errors), 422
    say(_("You have the time you need. Your care goes on."))
    return see("patient.plan")


@pages.post("/plan/soft-note/hide", needs=Permission.OWN_VOICE)
def hide_soft_note() -> Any:
    consider.hide_note(current.session, current.grant, incoming.whole(request.form.get("version", "")) or 0)
    return see("patient.plan")


def _day(text: str) -> Any:
    try:
        found = incoming.day(text)
    except ValueError:
        found = None
    if found is None:
        raise Invalid(fields={"until": _("Pick a day, or choose to tell us later.")})
    return found
