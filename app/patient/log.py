"""Who looked and who did what: the person reads it, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from app import clock
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.guests.shown import called as called_guest
from app.care.people import log
from app.care.people.names import called
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render

FIRST = date(2000, 1, 1)


@pages.get("/me/log", needs=Permission.SEE_LOG)
def log_page() -> Any:
    assert current.patient is not None
    zone, own = current.patient.time_zone, request.args.get("own") == "yes"
    today = clock.today(zone)
    page = log.of(current.session, current.grant, _day(today), zone, own=own)
    return render("patient/me/log.html", page=page, own=own, today=today, name_of=_name)


def _name(who: log.Who) -> str:
    if who.capacity == Capacity.GUEST:
        return called_guest(who.guest) if who.guest else _("Somebody with your emergency code")
    if who.account is None:
        return _("Somebody whose account is gone")
    if who.capacity == Capacity.SELF:
        return _("You")
    if who.capacity == Capacity.PROXY:
        return _("%(name)s, who helps you", name=who.account.name)
    return called(who.account)


def _day(today: date) -> date:
    """The day asked for in the address, if it is one on which something can have happened."""
    try:
        asked = date.fromisoformat(request.args.get("to", ""))
    except ValueError:
        return today
    return asked if FIRST <= asked <= today else today
