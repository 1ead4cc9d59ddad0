"""Setting up the second step of staff: choosing one, the square for the app, the first number."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from app.access import audit, second, throttle, ways
from app.account import half, kept_codes
from app.account.base import pages
from app.account.sign_in import wait_words
from app.errors import NotFound, TooMany
from app.i18n import _
from app.models import Account
from app.web import step_up, transaction
from app.web.context import current
from app.web.needs import PUBLIC, STAFF
from app.web.render import render, say, see
from app.web.square import square


def _staff() -> Account:
    """Who sets one up: signed in, or between the passphrase and the step that is asked for."""
    me = half.choosing()
    if me is None or not me.is_staff:
        raise NotFound()
    return me


@pages.get("/sign-in/set-up", needs=PUBLIC)
def set_up() -> Any:
    """The passphrase fitted, and there is no second step yet: choose one. Nothing is open before that."""
    me = half.account()
    if me is None or current.account or half.choosing() is None:
        return see("account.sign_in", next=half.next_page() or None)
    return render("account/set_up.html", next=half.next_page())


@pages.post("/ways/number", needs=PUBLIC)
def begin_number() -> Any:
    """A new seed for an app."""
    me = _staff()
    if current.account and (again := step_up.ask()):
        return again
    if ways.of(current.session, me).number:
        raise NotFound()
    second.begin_number(current.session, me, current.config.vault)
    return see("account.number", next=half.next_page() or None)


def _page(me: Account, problem: Any = None, status: int = 200, wait: int = 0) -> Any:
    row = second.number(current.session, me, confirmed=False)
    if row is None:
        return see("account.ways" if current.account else "account.set_up")
    seed = second.seed_of(row, current.config.vault)
    shown = render(
        "account/number.html",
        seed=[seed[i : i + 4] for i in range(0, len(seed), 4)],
        square=square(second.address_of(seed, me, current.config.practice.name)),
        problem=problem,
        next=half.next_page(),
    )
    return shown, status, {"Retry-After": str(wait)} if wait else {}


@pages.get("/ways/number", needs=PUBLIC)
def number() -> Any:
    """The square and its letters, until the first number fitted; after that nobody sees them again."""
    me = half.choosing()
    if me is None or not me.is_staff:
        return see("account.sign_in" if me is None else "account.ways")
    return _page(me)


@pages.post("/ways/number/first", needs=PUBLIC)
def first_number() -> Any:
    """The first number shows that the app has the seed; from now on it is asked for."""
    me, typed = _staff(), request.form.get("number", "")[:20]
    keys = [throttle.key("second", me.id)]
    transaction.let_go()
    try:
        with current.database.read() as reading:
            throttle.check(reading, keys)
    except TooMany as wait:
        return _page(me, wait_words(wait), 429, wait.retry_after)
    row = second.number(current.session, me, confirmed=False)
    if row is None or not second.number_fits(current.session, row, typed, current.config.vault):
        transaction.let_go()
        with current.database.write() as writing:
            throttle.failed(writing, keys)
        return _page(me, _("That number does not fit. Look at the app again, and type the number of now."), 422)
    audit.record_account(current.session, me.id, "add number", request_id=current.request_id)
    throttle.succeeded(current.session, keys)
    if not current.account and not half.let_in(me, "number"):
        raise NotFound()
    say(_("Done. From now on we ask for a number after your passphrase."))
    if second.codes_left(current.session, me):
        return redirect(half.next_page(), 303) if half.next_page() else see("account.ways")
    return kept_codes.hand_out(me, half.next_page())


@pages.post("/ways/number/remove", needs=STAFF)
def remove_number() -> Any:
    """The app is no longer asked for. Where a second step is needed, the next sign-in asks to choose one again."""
    if again := step_up.ask(form=True):
        return again
    second.remove_number(current.session, current.me)
    say(_("The app is removed."))
    return see("account.ways")
