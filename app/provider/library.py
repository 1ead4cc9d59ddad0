"""The list of numbers about treatments, for everybody who writes plans: where they are from, when to look again."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.treatments import library
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import KnownChances
from app.provider.base import pages, record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.incoming import whole
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/numbers", endpoint="library", needs=STAFF)
def library_list() -> Any:
    """All of them."""
    return _list("provider/library/list.html")


@record.get("/numbers", needs=Permission.EDIT_PLAN)
def library_for() -> Any:
    """The same list, to take one into a treatment of this person's draft (``key``, or a new one)."""
    return _list("provider/library/choose.html", person=person(), key=request.args.get("key", "")[:16])


@pages.get("/numbers/new", needs=STAFF)
def library_new() -> Any:
    """An empty form."""
    library.must_edit(current.me)
    return _form({"new_key": new_id()}, {})


@pages.post("/numbers/new", needs=STAFF)
def library_added() -> Any:
    """Put one on the list."""
    return _save("")


@pages.get("/numbers/<entry_id>", needs=STAFF)
def library_entry(entry_id: str) -> Any:
    """One entry in its form."""
    library.must_edit(current.me)
    row = library.one(current.session, entry_id)
    return _form(library.facts_of(row) | {"revision": row.revision}, {}, row)


@pages.post("/numbers/<entry_id>", needs=STAFF)
def library_saved(entry_id: str) -> Any:
    """Keep what was changed."""
    return _save(entry_id)


@pages.post("/numbers/<entry_id>/close", needs=STAFF)
def library_closed(entry_id: str) -> Any:
    """Nobody takes it from the list again."""
    library.close(current.session, current.me, entry_id, whole(request.form.get("revision", "")))
    say(_("It is off the list. Plans that took its numbers keep them."))
    return see("provider.library")


def _save(entry_id: str) -> Any:
    form = request.form
    facts = {name: form.get(name, "") for name in library.FIELDS}
    try:
        revision, new_key = whole(form.get("revision", "")), form.get("new_key", "")
        library.save(current.session, current.me, facts, entry_id, revision, new_key)
    except Invalid as problem:
        current.session.rollback()
        row = library.one(current.session, entry_id) if entry_id else None
        kept = {"revision": form.get("revision", ""), "new_key": form.get("new_key", "")}
        return _form({**facts, **kept}, problem.errors, row), 422
    except Conflict as problem:
        current.session.rollback()
        row = library.one(current.session, entry_id) if entry_id else None
        newest = {"revision": row.revision} if row else {"new_key": new_id()}
        return _form({**facts, **newest}, {}, row, problem), 409
    say(_("Kept."))
    return see("provider.library")


def _list(template: str, **more: Any) -> str:
    rows = library.all_of(current.session)
    today = clock.today(current.me.time_zone)
    stale = {row.id for row in rows if library.is_stale(row, today)}
    return render(template, rows=rows, stale=stale, may_edit=library.may_edit(current.me), **more)


def _form(
    facts: dict[str, Any], errors: dict[str, Any], row: KnownChances | None = None, conflict: Conflict | None = None
) -> str:
    return render("provider/library/form.html", facts=facts, errors=errors, row=row, conflict=conflict)
