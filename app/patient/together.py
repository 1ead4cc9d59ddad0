"""One button when all is well: everything that still waits today is done. One way back for all of it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import together
from app.errors import Conflict
from app.i18n import _, ngettext
from app.patient.base import pages
from app.patient.today import day_of
from app.web.context import current
from app.web.render import say, see


@pages.post("/today/all", needs=Permission.LOG)
def did_all() -> Any:
    typed = request.form
    form = typed.get("client_key", "")
    try:
        together.did_all(
            current.session, current.grant, form, typed.getlist("line"), day_of(typed.get("day", ""))
        )  # fmt: skip
    except Conflict as problem:  # an old page: the fresh one says what is stored
        say(problem.words)
        return see("patient.today")
    return see("patient.today", all=form)


@pages.post("/today/all/undo", needs=Permission.LOG)
def undo_all() -> Any:
    count = together.take_back(current.session, current.grant, request.form.get("client_key", ""))
    say(ngettext("%(n)s thing is taken back.", "%(n)s things are taken back.", count) if count else _("Taken back."))
    return see("patient.today")
