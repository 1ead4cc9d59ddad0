"""Which accounts were signed in on this device before: so that strangers who guess cannot hold up their owners.

Guesses from anywhere slow an account down. On a device that its owner used before, the tries are counted apart. The
cookie names nobody: it holds a digest under the server's key, opens nothing, and goes with "this is not my phone".
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, after_this_request, request

from app.models import Account
from app.web.context import current

COOKIE = "handrail-known"
MOST = 4
"""Accounts that one device remembers; the oldest goes."""
FOR = 400 * 24 * 60 * 60


def lane(account: Account | None) -> str:
    """What the tries for this account are counted under on this device; empty where it was never signed in."""
    mark = _mark(account) if account else ""
    return mark if mark and mark in _here() else ""


def remember(account: Account) -> None:
    """This account was signed in here; said with the answer."""
    mark = _mark(account)
    marks = [mark, *(one for one in _here() if one != mark)][:MOST]

    def keep(response: Response) -> Response:
        if "Clear-Site-Data" not in response.headers:
            response.set_cookie(
                COOKIE, ".".join(marks), max_age=FOR, secure=current.config.secure, httponly=True, samesite="Lax"
            )
        return response

    after_this_request(keep)


def _here() -> list[str]:
    return [one for one in request.cookies.get(COOKIE, "").split(".") if len(one) == 32][:MOST]


def _mark(account: Account) -> str:
    words = f"known device of {account.id}".encode()
    return hmac.new(current.config.secret_key.encode(), words, hashlib.sha256).hexdigest()[:32]
