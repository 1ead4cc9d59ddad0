"""What the person puts beside a line apart from answering it: a note, "still right", "more than wording"."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import fresh, labels, notes
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_item import show_item
from app.web.context import current
from app.web.incoming import whole
from app.web.render import say, see


@pages.post("/plan/items/<key>/notes", needs=Permission.NOTE)
def write_note(key: str) -> Any:
    form = request.form
    words = form.get("note", "")
    try:
        notes.write(current.session, current.grant, key, words, form.get("client_key"))
    except Conflict as known:
        return show_item(key, problem=known.words, note=words), 409
    except Invalid as wrong:
        return show_item(key, problem=wrong.words, errors=wrong.errors, note=words), 422
    say(_("Your note stands beside this line."))
    return see("patient.plan_item", key=key, _anchor="notes")


@pages.post("/plan/items/<key>/notes/<note_id>/take-back", needs=Permission.NOTE)
def take_note_back(key: str, note_id: str) -> Any:
    notes.take_back(current.session, current.grant, note_id)
    say(_("You took your note back."))
    return see("patient.plan_item", key=key)


@pages.post("/plan/items/<key>/still-right", needs=Permission.STILL_RIGHT)
def say_still_right(key: str) -> Any:
    try:
        fresh.still_right(current.session, current.grant, key, _number())
    except Conflict as moved_on:
        return show_item(key, problem=moved_on.words), 409
    say(_("Thank you. We wrote down that this is still right."))
    return see("patient.plan_item", key=key)


@pages.post("/plan/items/<key>/more-than-wording", needs=Permission.DECIDE)
def more_than_wording(key: str) -> Any:
    try:
        labels.dispute(current.session, current.grant, key, _number())
    except Conflict as moved_on:
        return show_item(key, problem=moved_on.words), 409
    say(_("Thank you. We look at this again. Your earlier answer belongs to the earlier words."))
    return see("patient.plan_item", key=key)


def _number() -> int:
    number = whole(request.form.get("version", ""))
    if number is None:
        raise Invalid(_("Please load the page again and try once more."))
    return number
