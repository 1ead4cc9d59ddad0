"""Signing in with a passphrase. A failure never says whether the account exists."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import redirect, request
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField

from app.access import audit, passphrases, throttle
from app.account import half
from app.account.base import pages
from app.errors import TooMany
from app.i18n import _, ngettext
from app.i18n import lazy_gettext as _l
from app.models import Account
from app.web import known_device, leaving, sessions, transaction
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import render, say, see


class SignInForm(FlaskForm):
    sign_in = StringField(_l("Your sign-in name"))
    passphrase = PasswordField(_l("Your passphrase"))
    stay = BooleanField(_l("Stay signed in on this phone"))


def show_form(form: SignInForm | None = None, problem: Any = None, status: int = 200) -> Any:
    """The sign-in page, with what was typed and what went wrong."""
    form = form or SignInForm(formdata=None)
    return render("account/sign_in.html", form=form, problem=problem, next=_next()), status


@pages.get("/sign-in", needs=PUBLIC)
def sign_in() -> Any:
    return show_form()


@pages.post("/sign-in", needs=PUBLIC)
def sign_in_now() -> Any:
    form = SignInForm()
    name, passphrase = (form.sign_in.data or "").strip().lower()[:200], form.passphrase.data or ""
    if not name or not passphrase:
        return show_form(form, _("Type your sign-in name and your passphrase."), 422)
    transaction.let_go()  # somebody may be signed in here already; hashing must not hold their transaction
    try:
        account = check(name, passphrase)
    except TooMany as wait:
        return (*show_form(form, wait_words(wait), 429), {"Retry-After": str(wait.retry_after)})
    if account is None:
        return show_form(form, _("That name and passphrase do not fit together. Try again, or ring us."), 422)
    if half.needed(account):
        return half.begin(account)
    sessions.sign_in(account, stay=bool(form.stay.data), how="passphrase")
    return redirect(_next() or _landing(account), 303)


def wait_words(wait: TooMany) -> str:
    """How long to wait, in words."""
    return ngettext(
        "Please wait one second, then try again.", "Please wait %(n)s seconds, then try again.", wait.retry_after
    )


def check(name: str, passphrase: str) -> Account | None:
    """The account that fits, or None. Throttled before hashing; hashing holds no transaction.

    A stranger who goes on guessing makes nobody else wait: where the account was signed in before, its tries are
    counted apart, and elsewhere the first try of a source never waits for the account.
    Raises :class:`TooMany` while these tries have to wait.
    """
    address = request.remote_addr or ""
    with current.database.read() as reading:
        account = reading.scalar(sa.select(Account).where(Account.sign_in == name, Account.closed_at.is_(None)))
        lane = known_device.lane(account)
        pair, anywhere = throttle.key("pair", name, address, lane), throttle.key("account", name, lane)
        keys = [pair, anywhere] if lane else [pair, anywhere, throttle.key("address", address)]
        throttle.check(
            reading, [key for key in keys if key != anywhere] if throttle.is_first(reading, pair) else keys
        )
    good = passphrases.matches(account.passphrase_hash if account else None, passphrase)
    if good and account:
        _renew(account, passphrase)
        throttle.succeeded(current.session, keys[:1])
        return account
    with current.database.write() as writing:
        throttle.failed(writing, keys)
        audit.record_account(writing, account.id if account else None, "sign in", "refused", current.request_id)
    return None


def _renew(account: Account, passphrase: str) -> None:
    if account.passphrase_hash and passphrases.is_stale(account.passphrase_hash):
        fresh = passphrases.hash_(passphrase)
        with current.database.write() as writing:
            writing.execute(sa.update(Account).where(Account.id == account.id).values(passphrase_hash=fresh))


def _next() -> str:
    path = request.values.get("next", "")
    return path if is_own_path(path) else ""


def _landing(account: Account) -> str:
    from app.account.home import landing

    return landing(account)


@pages.get("/sign-out", needs=SIGNED_IN)
def leave() -> str:
    """What becomes of what this device kept, before the session ends."""
    return render("account/leave.html")


@pages.post("/sign-out", needs=SIGNED_IN)
def sign_out() -> Any:
    """End this device's session; the page that follows empties what this device kept.

    On somebody else's phone the browser is told to remove everything, the worker and reminders included.
    """
    sessions.sign_out()
    say(_("You are signed out."))
    answer = see("account.signed_out")
    if request.form.get("phone") == leaving.NOT_MINE:
        answer.headers["Clear-Site-Data"] = leaving.EVERYTHING
    return answer


@pages.get("/signed-out", needs=PUBLIC)
def signed_out() -> str:
    return render("account/signed_out.html")
