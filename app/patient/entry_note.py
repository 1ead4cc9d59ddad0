"""A few words beside what was just written down, typed or by the phone's own dictation."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import logging, notes, say
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import _
from app.models import ProgressEntry
from app.patient.base import pages
from app.web import later
from app.web.context import current
from app.web.render import render
from app.web.render import say as tell


@pages.get("/today/entries/<entry_id>/note", needs=Permission.LOG)
def entry_note(entry_id: str) -> Any:
    entry = _mine(entry_id)
    return _page(entry, entry.note, {})


@pages.post("/today/entries/<entry_id>/note", needs=Permission.LOG)
def put_entry_note(entry_id: str) -> Any:
    words = request.form.get("note", "")
    try:
        entry = notes.put(current.session, current.grant, entry_id, words, request.form.get("before", ""))
    except Invalid as problem:
        later.to_script(problem)
        return _page(_mine(entry_id), words, problem.errors), 422
    except Conflict as problem:
        later.to_script(problem)
        return _page(_mine(entry_id), words, {"note": problem.words}), 409
    tell(_("Kept with it."))
    return later.stored("patient.today", just=entry.id)


def _mine(entry_id: str) -> ProgressEntry:
    current.grant.must(Permission.LOG)
    entry = logging.one(current.session, current.grant, entry_id)
    if entry.actor_id != current.grant.actor_id:
        raise Forbidden()
    return entry


def _page(entry: ProgressEntry, words: str, errors: dict[str, Any]) -> str:
    item = logging.item_of(current.session, current.grant, entry.key)
    return render(
        "patient/today/note.html", entry=entry, item=item, words=words, errors=errors, outcomes=say.OUTCOMES
    )
