"""The person's answer to one line or each line of a part, and taking it back. It informs people, unlocks nothing."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import decisions
from app.care.plan.sections import SECTIONS
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.patient.base import pages
from app.patient.how import how
from app.patient.plan import show_section
from app.patient.plan_item import show_item
from app.web.context import current
from app.web.incoming import whole
from app.web.render import say, see


@pages.post("/plan/items/<key>/decision", needs=Permission.DECIDE, read_back=True)
def decide(key: str) -> Any:
    words = request.form.get("words", "")
    try:
        answer = request.form.get("answer", "")
        decisions.decide(current.session, current.grant, key, _version(), answer, words, how())
    except Conflict as moved_on:
        return show_item(key, words, moved_on.words), 409
    except Invalid as wrong:
        return show_item(key, words, wrong.words, wrong.errors), 422
    say(_("Your answer is kept. You can change it at any time."))
    return see("patient.plan_item", key=key, answered="yes")


@pages.post("/plan/sections/<name>/answer", needs=Permission.DECIDE, read_back=True)
def decide_section(name: str) -> Any:
    """The same answer for each line that the form showed; never for a whole plan."""
    if name not in SECTIONS:
        raise NotFound()
    form = request.form
    try:
        keys = form.getlist("line")
        decisions.decide_all(current.session, current.grant, keys, _version(), form.get("answer", ""), how())
    except Conflict as moved_on:
        return show_section(name, moved_on.words), 409
    except Invalid as wrong:
        return show_section(name, wrong.words, wrong.errors), 422
    say(_("Your answers are kept, one for each line. You can change each one at any time."))
    return see("patient.plan_section", name=name)


@pages.post("/plan/items/<key>/decision/take-back", needs=Permission.DECIDE)
def take_back(key: str) -> Any:
    decisions.take_back(current.session, current.grant, key)
    say(_("You took your answer back."))
    return see("patient.plan_item", key=key)


def _version() -> int:
    number = whole(request.form.get("version", ""))
    if number is None:
        raise Invalid(_("Please load the page again and answer once more."))
    return number
