"""The quick lock: choosing it for this device, locking now, and opening it again."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from app.access import passphrases, quick_lock, sessions, throttle
from app.account.base import pages
from app.account.home import back, is_own_path
from app.account.sign_in import wait_words
from app.errors import Invalid, TooMany
from app.i18n import _, ngettext
from app.models import LoginSession
from app.web import resting, transaction
from app.web import sessions as device
from app.web.context import current
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import render, say, see
from app.web.resting import Resting

OFF = "off"


def _choose(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    is_on = quick_lock.is_on(current.login)
    usual = current.login.rest_minutes if is_on and current.login else quick_lock.USUAL
    return render(
        "account/quick_lock.html",
        back=back(),
        is_on=is_on,
        possible=quick_lock.may_have(current.me, current.login),
        minutes=request.form.get("minutes") or str(usual),
        choices=quick_lock.MINUTES,
        problems=problems or {},
    ), status


@pages.get("/quick-lock", needs=SIGNED_IN, endpoint="quick_lock")
def quick_lock_page() -> Any:
    """After how many minutes of rest this device asks for a PIN."""
    return _choose()


@pages.post("/quick-lock", needs=SIGNED_IN)
def choose_quick_lock() -> Any:
    """On, off, or other minutes. Where it is on already the PIN has to fit first."""
    login, me, minutes = current.login, current.me, request.form.get("minutes", "")
    pin = quick_lock.tidy(request.form.get("pin", ""))
    assert login is not None
    if not quick_lock.may_have(me, login):
        return _choose()
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    try:
        fresh = None if quick_lock.is_on(login) else quick_lock.hash_new(pin)
        if fresh is None and (wrong := _wrong_pin(Resting(login, me), pin)):
            return wrong if not isinstance(wrong, str) else _choose({"pin": wrong}, 422)
        if minutes == OFF:
            quick_lock.turn_off(current.session, me, login)
        else:
            chosen = next((n for n in quick_lock.MINUTES if str(n) == minutes), 0)
            quick_lock.turn_on(current.session, me, login, chosen, fresh)
    except Invalid as problem:
        return _choose(problem.errors, 422)
    say(_("The quick lock is off on this device.") if minutes == OFF else _("The quick lock is on."))
    return see("account.quick_lock")


@pages.post("/lock-now", needs=SIGNED_IN)
def lock_now() -> Any:
    """Out of the hand: from now on this device asks for the PIN."""
    if not quick_lock.is_on(current.login):
        return see("account.quick_lock")
    assert current.login is not None
    quick_lock.shut(current.session, current.login)
    return see("account.locked")


@pages.get("/locked", needs=PUBLIC)
def locked() -> Any:
    """What a locked device shows. Nothing of a person is on it."""
    if resting.behind() is None:
        return redirect(_next() or "/", 303)
    return resting.page(next_=_next())


@pages.post("/locked", needs=PUBLIC)
def open_lock() -> Any:
    """Open it by the PIN or the passphrase; a passkey does it in passkeys.py."""
    waits = resting.behind()
    if waits is None:
        return see("account.home")
    transaction.let_go()
    by_pin = "passphrase" not in request.form
    try:
        pin = quick_lock.tidy(request.form.get("pin", ""))
        wrong = _wrong_pin(waits, pin) if by_pin else _wrong_passphrase(waits)
    except TooMany as wait:
        return again(wait_words(wait), 429, {"Retry-After": str(wait.retry_after)})
    if wrong:
        return again(wrong, 422) if isinstance(wrong, str) else wrong
    return opened(waits, "pin" if by_pin else "passphrase")


def opened(waits: Resting, by: str) -> Any:
    """Somebody has proved who they are: on to what was asked for, or to the form that met the lock."""
    quick_lock.open_(current.session, waits.account, waits.login, by)
    held = resting.unsealed(request.form.get("sealed", ""), waits.login)
    if held is None or not is_own_path(held.path):
        return redirect(_next() or "/", 303)
    return render("account/held.html", held=held, typed=held.typed, was_locked=True)


def again(problem: str, status: int, headers: dict[str, str] | None = None) -> Any:
    """The lock once more, with what was wrong."""
    return resting.page(problem, status, request.form.get("sealed", ""), _next(), headers)


def _wrong_pin(waits: Resting, pin: str) -> Any:
    """Empty when the PIN fits, words when it does not, and the way to the sign-in page after five that do not."""
    if not quick_lock.is_complete(pin):
        return str(_("A PIN has 6 digits."))
    with current.database.write() as writing:
        left = quick_lock.count_try(writing, waits.login)
    if left >= 0 and passphrases.matches(waits.login.pin_hash, pin):
        with current.database.write() as writing:
            quick_lock.forget_tries(writing, waits.login)
        return ""
    if left > 0:
        return ngettext(
            "That is not the PIN. You can try once more.", "That is not the PIN. You can try %(n)s more times.", left
        )
    return _sign_out(waits.login)


def _sign_out(login: LoginSession) -> Any:
    account = current.account or resting.behind().account  # type: ignore[union-attr]  # one of the two is there
    with current.database.write() as writing:
        sessions.end(writing, account, login.id)
    device.forget()
    say(_("That was not the PIN five times, so this device is signed out. Please sign in again."))
    return see("account.sign_in")


def _wrong_passphrase(waits: Resting) -> str:
    """Empty when it fits. Slowed down as signing in is, before hashing."""
    name, here = waits.account.sign_in, waits.login.id  # counted for this device alone: no stranger holds it up
    keys = [throttle.key("pair", name, here), throttle.key("account", name, here)]
    with current.database.read() as reading:
        throttle.check(reading, keys)
    if passphrases.matches(waits.account.passphrase_hash, request.form["passphrase"]):
        return ""
    with current.database.write() as writing:
        throttle.failed(writing, keys)
    return str(_("That is not your passphrase. Try again, or ring us."))


def _next() -> str:
    path = request.values.get("next", "")
    return path if is_own_path(path) else ""
