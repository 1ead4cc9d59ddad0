"""Showing once more who somebody is, before what matters most. It holds for ten minutes, on this device."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from app.access import audit, passphrases, sessions, throttle, ways
from app.account.base import pages
from app.account.sign_in import wait_words
from app.errors import TooMany
from app.i18n import _
from app.web import transaction
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


def _page(problem: Any = None, status: int = 200, wait: int = 0) -> Any:
    page = render("account/prove.html", ways=ways.of(current.session, current.me), problem=problem, next=_next())
    return page, status, {"Retry-After": str(wait)} if wait else {}


def _next() -> str:
    path = request.values.get("next", "")
    return path if is_own_path(path) else ""


@pages.get("/prove", needs=SIGNED_IN)
def prove() -> Any:
    return _page()


@pages.post("/prove", needs=SIGNED_IN)
def prove_now() -> Any:
    """The passphrase once more, slowed down like signing in."""
    typed = request.form.get("passphrase", "")
    if not typed:
        return _page(_("Type your passphrase."), 422)
    return proved_by(
        lambda: passphrases.matches(current.me.passphrase_hash, typed), _("That is not your passphrase.")
    )


def proved_by(fits: Any, otherwise: Any) -> Any:
    """On to where somebody wanted to go, if ``fits()``; slowed down, noted, and the page again if not."""
    me, login = current.me, current.login
    keys = [throttle.key("pair", me.sign_in, request.remote_addr or ""), throttle.key("account", me.sign_in)]
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
    except TooMany as wait:
        return _page(wait_words(wait), 429, wait.retry_after)
    if login is None or not fits():
        with current.database.write() as writing:
            throttle.failed(writing, keys)
            audit.record_account(writing, me.id, "prove", "refused", current.request_id)
        return _page(otherwise, 422)
    sessions.prove(current.session, login)
    throttle.succeeded(current.session, keys[:1])
    audit.record_account(current.session, me.id, "prove", request_id=current.request_id)
    say(_("Thank you. You can go on for 10 minutes."))
    return redirect(_next(), 303) if _next() else see("account.home")
