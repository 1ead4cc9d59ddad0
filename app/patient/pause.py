"""Pause life: say why and until when, change it, end it early. One page for the person and a helper who logs."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import who
from app.care.progress import pauses
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.i18n import lazy_gettext as _l
from app.patient.base import pages
from app.web import incoming
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/pause", needs=Permission.SEE_PLAN)
def pause() -> Any:
    return _page({}, {})


@pages.post("/pause", needs=Permission.PAUSE)
def begin_pause() -> Any:
    typed = request.form
    try:
        row = pauses.begin(
            current.session, current.grant, typed.get("why", ""), _day("starts_on"), _day("ends_on"),
            typed.get("client_key", ""), until_told=typed.get("until") == "told", words=typed.get("words", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return _page(typed, wrong.errors), 422
    except Conflict as wrong:
        return _page(typed.to_dict() | {"client_key": new_id()}, {"why": wrong.words}), 409
    say(_("Paused until %(day)s. Your team sees it.", day=format_day(row.ends_on)))
    return see("patient.today")


@pages.post("/pause/<pause_id>/end", needs=Permission.PAUSE)
def end_pause(pause_id: str) -> Any:
    pauses.end(current.session, current.grant, pause_id)
    say(_("The pause is over. The plan goes on."))
    return see("patient.today")


@pages.post("/pause/<pause_id>/on", needs=Permission.PAUSE)
def go_on_pausing(pause_id: str) -> Any:
    try:
        row = pauses.go_on(current.session, current.grant, pause_id, request.form.get("client_key", ""))
    except Conflict as wrong:
        say(wrong.words)
        return see("patient.today")
    say(_("Paused until %(day)s. We ask you again then.", day=format_day(row.ends_on)))
    return see("patient.today")


def _day(field: str) -> date | None:
    try:
        return incoming.day(request.form.get(field, ""))
    except ValueError:
        raise Invalid(fields={field: _l("Choose a day, for example tomorrow.")}) from None


def _page(typed: Any, errors: dict[str, Any]) -> str:
    life = pauses.of(current.session, current.grant, current.today)
    return render(
        "patient/pause/pause.html",
        life=life,
        whys=list(pauses.WHYS.items()),
        why_words=pauses.WHYS,
        typed=typed,
        errors=errors,
        client_key=typed.get("client_key") or new_id(),
        today=current.today,
        people=who.called(current.session, current.grant, life.people(), current.patient),
        new_key=new_id,
    )
