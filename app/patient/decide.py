"""The person's answer to one line, and taking it back. It informs people and unlocks nothing."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import decisions
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_item import show_item
from app.web.context import current
from app.web.incoming import whole
from app.web.render import say, see


@pages.post("/plan/items/<key>/decision", needs=Permission.DECIDE)
def decide(key: str) -> Any:
    words = request.form.get("words", "")
    number = whole(request.form.get("version", ""))
    try:
        if number is None:
            raise Invalid(_("Please load the page again and answer once more."))
        decisions.decide(current.session, current.grant, key, number, request.form.get("answer", ""), words)
    except Conflict as moved_on:
        return show_item(key, words, moved_on.words), 409
    except Invalid as wrong:
        return show_item(key, words, wrong.words, wrong.fields), 422
    say(_("Your answer is kept. You can change it at any time."))
    return see("patient.plan_item", key=key, answered="yes")


@pages.post("/plan/items/<key>/decision/take-back", needs=Permission.DECIDE)
def take_back(key: str) -> Any:
    decisions.take_back(current.session, current.grant, key)
    say(_("You took your answer back."))
    return see("patient.plan_item", key=key)
