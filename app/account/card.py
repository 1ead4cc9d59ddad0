"""Signing in with a printed card, and ending it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from app.access import codes, throttle
from app.account.base import pages
from app.account.home import landing
from app.account.sign_in import wait_words
from app.care.people import cards
from app.errors import Gone, NotFound, TooMany
from app.i18n import _
from app.web import sessions, transaction
from app.web.context import current
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import render, say, see


def _page(problem: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    return (
        render("account/card.html", typed=request.form.get("code", "")[:40], problem=problem),
        status,
        headers or {},
    )


@pages.get("/card", needs=PUBLIC)
def card() -> Any:
    """Type the code; the square fills it in on the phone, so that it is in no address that we get."""
    return _page()


@pages.post("/card", needs=PUBLIC)
def open_with_card() -> Any:
    """Sign in. Slowed down by address alone: a wrong code names no account, so nobody can slow somebody else's."""
    code = codes.tidy(request.form.get("code", ""))
    if (words := cards.misread(code)) is not None:
        return _page(words, 422)
    keys = [throttle.key("code", "card", request.remote_addr or "")]
    transaction.let_go()
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
            found, account = cards.find(reading, code)
    except TooMany as wait:
        return _page(wait_words(wait), 429, {"Retry-After": str(wait.retry_after)})
    except Gone as problem:
        with current.database.write() as writing:
            throttle.failed(writing, keys)
        return _page(problem.words, 410)
    sessions.sign_in(account, stay=request.form.get("stay") == "yes", how="card", card_id=found.id)
    cards.note_use(current.session, found)
    return redirect(landing(account), 303)


@pages.post("/card/end", needs=SIGNED_IN)
def end_card() -> Any:
    """The holder ends their card. Other devices that it opened are signed out; this one stays."""
    if not cards.end_own(current.session, current.me, current.login.id if current.login else None):
        raise NotFound()
    say(_("The card does not work any more."))
    return see("account.devices")
