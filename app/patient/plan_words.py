"""Short words of the person about a line: whether a day fits, what is in the way, whether it helped."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import item_words
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_item import show_item
from app.web.context import current
from app.web.render import say, see


@pages.post("/plan/items/<key>/words", needs=Permission.LOG)
def say_word(key: str) -> Any:
    form = request.form
    sort, value = form.get("sort", ""), form.get("value", "")
    try:
        item_words.say(current.session, current.grant, key, sort, value, form.get(f"more_{sort}", ""))
    except Invalid as wrong:
        return show_item(key, problem=wrong.fields.get("words") or wrong.fields.get("value") or wrong.words), 422
    except Conflict as first:
        return show_item(key, problem=first.words), 409
    taken_back = value == item_words.TAKEN_BACK
    say(_("You took it back.") if taken_back else _("Kept. Your team can read it."))
    return see("patient.plan_item", key=key)
