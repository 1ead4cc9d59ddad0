"""Who looked and who did what: the person reads it, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from app import clock
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.people import log, not_right
from app.care.people.log_rows import called_guest
from app.care.people.log_words import SORTS
from app.care.people.names import called
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render

FIRST = date(2000, 1, 1)


@pages.get("/me/log", needs=Permission.SEE_LOG)
def log_page() -> Any:
    assert current.patient is not None
    zone, asked = current.patient.time_zone, request.args
    today, own, sort = clock.today(zone), asked.get("own") == "yes", asked.get("what", "")
    chosen = {"own": "yes" if own else None, "who": asked.get("who", "")[:16] or None}
    chosen["what"] = sort if sort in SORTS else None
    chosen["office"] = "yes" if asked.get("office") == "yes" else None
    page = log.of(
        current.session, current.grant, _day(today), zone,
        own=own, office=bool(chosen["office"]), by=chosen["who"] or "", sort=chosen["what"] or "",
    )  # fmt: skip
    people = [(who.account.id, name_of(who)) for who in page.people if who.account]
    if chosen["who"] == log.GUESTS or any(who.capacity == Capacity.GUEST for who in page.people):
        people.append((log.GUESTS, _("Guests")))
    sorts = [(name, words) for name, (words, _acts) in SORTS.items()]
    return render(
        "patient/me/log.html", page=page, own=own, today=today, name_of=name_of, chosen=chosen, people=people,
        sorts=sorts, what=not_right.WHAT,
    )  # fmt: skip


def name_of(who: Any) -> str:
    """Who it was, in words for the person. ``who`` has an account, and a capacity or the row of the log with it."""
    capacity = who.row.capacity if hasattr(who, "row") else who.capacity
    if capacity == Capacity.GUEST:
        return called_guest(who.guest)
    if who.account is None:
        return _("Somebody whose account is gone")
    if capacity == Capacity.SELF:
        return _("You")
    if capacity == Capacity.PROXY:
        return _("%(name)s, who helps you", name=who.account.name)
    return called(who.account)


def _day(today: date) -> date:
    """The day asked for in the address, if it is one on which something can have happened."""
    try:
        asked = date.fromisoformat(request.args.get("to", ""))
    except ValueError:
        return today
    return asked if FIRST <= asked <= today else today
