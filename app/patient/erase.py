"""Have everything erased: what goes, what the law keeps and for how long, a copy first, and the way back."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.leaving import asking
from app.i18n import _, format_day
from app.patient.base import pages
from app.web import step_up
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/me/erase", needs=Permission.ERASE)
def erase() -> Any:
    if current.grant.is_team:
        return see("record.leaving")
    practice = current.config.practice
    asked = asking.open_one(current.session, current.grant)
    return render("patient/leaving/erase.html", asked=asked, days=practice.erase_days, years=practice.keep_years)


@pages.post("/me/erase", needs=Permission.ERASE)
def ask_to_erase() -> Any:
    """Nothing is erased yet: there is a wait, in which this can be taken back."""
    if again := step_up.ask():
        return again
    row = asking.ask(current.session, current.grant, current.config.practice.erase_days)
    say(_("We erase it on %(day)s. Until then you can take it back here.", day=format_day(row.due_on)))
    return see("patient.erase")


@pages.post("/me/erase/take-back", needs=Permission.ERASE)
def take_erasing_back() -> Any:
    asking.take_back(current.session, current.grant)
    say(_("Taken back. Nothing is erased."))
    return see("patient.erase")
