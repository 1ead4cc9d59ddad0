"""A helper stops helping altogether, and closes their account."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import relationships
from app.account.base import pages
from app.care.people import closing
from app.errors import NotFound
from app.i18n import _
from app.web import sessions
from app.web.context import current
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


@pages.get("/account/close", needs=SIGNED_IN, endpoint="close")
def close_page() -> Any:
    """What ends, and for whom, before it ends."""
    if not closing.may_close_own(current.session, current.me):
        raise NotFound()
    return _page()


def _page(problem: str = "", status: int = 200) -> Any:
    people = relationships.all_for(current.session, current.me)
    return render("account/close.html", people=people, problems={"sure": problem} if problem else {}), status


@pages.post("/account/close", needs=SIGNED_IN)
def close_account() -> Any:
    """Close it. A tick says that it was no slip of a trembling finger."""
    if not request.form.get("sure"):
        return _page(_("Tick this if you are sure."), 422)
    closing.close_own(current.session, current.me)
    sessions.forget()
    say(_("Your account is closed. Thank you for helping."))
    return see("account.signed_out")
