"""Showing once more who somebody is, before what matters most. It holds for ten minutes, on this device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, request

from app.access import audit, passphrases, second, sessions, throttle
from app.account import half, passkey_kit
from app.account.base import pages
from app.account.sign_in import wait_words
from app.errors import Refusal, TooMany
from app.i18n import _
from app.web import resting, step_up, transaction
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


def _page(problem: Any = None, status: int = 200, wait: int = 0, which: str = "") -> Any:
    return step_up.page(problem, status, wait, which, half.next_page(), request.form.get("sealed", ""))


@pages.get("/prove", needs=SIGNED_IN)
def prove() -> Any:
    return _page()


@pages.post("/prove", needs=SIGNED_IN)
def prove_now() -> Any:
    """The passphrase or a number once more, slowed down like signing in."""
    me, typed, digits = current.me, request.form.get("passphrase", ""), request.form.get("number", "")[:20]
    if digits and me.is_staff:
        return _by("number", [throttle.key("second", me.id)], lambda: _number_fits(digits))
    if not typed:
        return _page(_("Type your passphrase."), 422)
    here = current.login.id if current.login else ""  # counted for this device alone: no stranger holds it up
    keys = [throttle.key("pair", me.sign_in, here), throttle.key("account", me.sign_in, here)]
    return _by("passphrase", keys, lambda: passphrases.matches(me.passphrase_hash, typed))


def _number_fits(digits: str) -> bool:
    row = second.number(current.session, current.me, confirmed=True)
    return row is not None and second.number_fits(current.session, row, digits, current.config.vault)


def _by(which: str, keys: list[str], fits: Callable[[], bool]) -> Any:
    """On to where somebody wanted to go, if ``fits()``; slowed down, noted, and the page again if not."""
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
    except TooMany as wait:
        return _page(wait_words(wait), 429, wait.retry_after, which)
    if not fits():
        transaction.let_go()
        with current.database.write() as writing:
            throttle.failed(writing, keys)
            audit.record_account(writing, current.me.id, "prove", "refused", current.request_id)
        words = _("That is not your passphrase.") if which == "passphrase" else _("That number does not fit.")
        return _page(words, 422, which=which)
    throttle.succeeded(current.session, keys[:1])
    return _proved()


def proved_by_passkey() -> Any:
    """The same with a passkey of this account."""
    try:
        passkey_kit.signed("prove", current.me)
    except TooMany as wait:
        return _page(wait_words(wait), 429, wait.retry_after)
    except Refusal as problem:
        return _page(problem.words, 422)
    return _proved()


def _proved() -> Any:
    if current.login:
        sessions.prove(current.session, current.login)
    audit.record_account(current.session, current.me.id, "prove", request_id=current.request_id)
    held = resting.unsealed(request.form.get("sealed", ""), current.login) if current.login else None
    if held and is_own_path(held.path):
        return render("account/held.html", held=held, typed=held.typed, was_locked=False)
    say(_("Thank you. You can go on for 10 minutes."))
    return redirect(half.next_page(), 303) if half.next_page() else see("account.home")
