"""Ten codes on paper for the day when the second step is lost: shown once."""

from __future__ import annotations

from typing import Any

from flask import session

from app.access import second, ways
from app.account import half
from app.account.base import pages
from app.errors import NotFound
from app.i18n import _
from app.models import Account
from app.web import step_up
from app.web.context import current
from app.web.needs import STAFF
from app.web.render import render, say, see

SHOWN_ONCE = "codes"


def hand_out(account: Account, next_: str = "") -> Any:
    """New codes. They are stored nowhere: they travel once in the reader's own cookie."""
    session[SHOWN_ONCE] = second.new_codes(current.session, account, current.config.secret_key)
    return see("account.codes", next=next_ or None)


@pages.post("/ways/codes", needs=STAFF)
def new_codes() -> Any:
    """Ten new ones in place of the old ones."""
    if again := step_up.ask():
        return again
    if not ways.of(current.session, current.me).second:
        raise NotFound()
    return hand_out(current.me)


@pages.get("/ways/codes", needs=STAFF)
def codes() -> Any:
    """The codes to print or to write down, once."""
    shown = session.pop(SHOWN_ONCE, None)
    if not shown:
        say(_("Those codes were shown once. If they are lost, make new ones here."))
        return see("account.ways")
    return render("account/codes.html", codes=shown, next=half.next_page())
