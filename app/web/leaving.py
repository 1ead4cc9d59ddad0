"""A sign-out pressed without a network: the device marked it in a cookie, and the session ends at the first contact.

The session's own cookie cannot be reached by scripts, so a page sets another one. Whatever is asked for with it, the
session ends before anything of a person is looked up. The cookie can do nothing else, and goes with the answer.
"""

from __future__ import annotations

from typing import Any

from flask import Response, after_this_request, g, request

from app.access import sessions as stored
from app.i18n import _
from app.web import sessions
from app.web.context import current
from app.web.render import say, see

MARK = "handrail-leave"
NOT_MINE = "not_mine"
"""What the form on somebody else's phone says: everything is to be removed."""
EVERYTHING = '"cache", "storage", "cookies"'


def is_asked() -> bool:
    """Whether this device said that its session should end. Files, which anybody may keep, are not asked."""
    return MARK in request.cookies and request.endpoint != "assets"


def end() -> None:
    """End the session of this device, if it still has one; the mark goes with the answer.

    In a short transaction of its own: the request may be one that only reads.
    """
    if current.account and current.login:
        with current.database.write() as writing:
            stored.end(writing, current.account, current.login.id)
    sessions.forget()
    g.pop("account", None)
    g.pop("login", None)
    after_this_request(_unmark)


def _unmark(response: Response) -> Response:
    if request.cookies[MARK] == NOT_MINE:
        response.headers["Clear-Site-Data"] = EVERYTHING
    response.delete_cookie(MARK, samesite="Lax")
    return response


def answer() -> Any:
    """What is shown instead of a page about somebody."""
    say(_("You are signed out."))
    return see("account.signed_out")
