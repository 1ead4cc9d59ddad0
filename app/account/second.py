"""The second step of staff, after the passphrase: a number from the app, a passkey, or a code from paper."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session

from app.access import audit, second, throttle, ways
from app.account import half
from app.account.base import pages
from app.account.home import landing
from app.account.sign_in import wait_words
from app.errors import TooMany
from app.i18n import _, ngettext
from app.models import Account
from app.web import transaction
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.render import render, say, see


def page(me: Account, problem: Any = None, status: int = 200, wait: int = 0) -> Any:
    """The page, with what went wrong. ``me`` is half signed in."""
    left = second.codes_left(current.session, me)
    shown = render(
        "account/second.html",
        ways=ways.of(current.session, me),
        codes=left,
        problem=problem,
        next=half.next_page(),
    )
    return shown, status, {"Retry-After": str(wait)} if wait else {}


@pages.get("/sign-in/second", needs=PUBLIC)
def second_step() -> Any:
    """Without a passphrase before it, this page is the sign-in."""
    me = half.account()
    return page(me) if me else see("account.sign_in", next=half.next_page() or None)


@pages.post("/sign-in/second", needs=PUBLIC)
def second_step_now() -> Any:
    """A number, or a code from paper. Slowed down by account: only who knows the passphrase comes this far."""
    me, typed = half.account(), request.form.get("number", "")[:40]
    if me is None:
        say(_("That took too long. Please begin again."))
        return see("account.sign_in", next=half.next_page() or None)
    keys = [throttle.key("second", me.id)]
    transaction.let_go()
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
    except TooMany as wait:
        return page(me, wait_words(wait), 429, wait.retry_after)
    if not fits(me, typed):
        transaction.let_go()
        with current.database.write() as writing:
            throttle.failed(writing, keys)
            audit.record_account(writing, me.id, "second step", "refused", current.request_id)
        return page(me, _("That number does not fit. Wait for the next one, or use a code from your paper."), 422)
    if not half.let_in(me, "number"):
        session.pop(half.COOKIE, None)
        return see("account.sign_in")
    throttle.succeeded(current.session, keys)
    if len(_plain(typed)) > 6:
        n = second.codes_left(current.session, me)
        say(ngettext("One code on paper is left.", "%(n)s codes on paper are left.", n))
    return redirect(half.next_page() or landing(me), 303)


def fits(me: Account, typed: str) -> bool:
    """Whether what was typed is the number of now, or a code from paper; it is used up by that."""
    if len(_plain(typed)) > 6:
        return second.use_code(current.session, me, typed, current.config.secret_key)
    row = second.number(current.session, me, confirmed=True)
    return row is not None and second.number_fits(current.session, row, typed, current.config.vault)


def _plain(typed: str) -> str:
    return "".join(c for c in typed if c.isalnum())
