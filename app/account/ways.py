"""How I sign in: passkeys, the passphrase, and the second step of staff."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField

from app.access import audit, passkeys, passphrases, second, sessions, throttle
from app.access import ways as ways_of
from app.account import half
from app.account.base import pages
from app.account.home import back
from app.errors import Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import Account
from app.web import step_up, transaction
from app.web.context import current
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


class PassphraseForm(FlaskForm):
    current_one = PasswordField(_l("Your passphrase now"))
    passphrase = PasswordField(_l("Your new passphrase"))


def _show(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    me = current.me
    return render(
        "account/ways.html",
        back=back(),
        ways=ways_of.of(current.session, me),
        passkeys=passkeys.of(current.session, me.id),
        codes=second.codes_left(current.session, me) if me.is_staff else 0,
        problems=problems or {},
    ), status


@pages.get("/ways", needs=SIGNED_IN)
def ways() -> Any:
    return _show()


@pages.get("/ways/first", needs=SIGNED_IN)
def first_way() -> Any:
    """Just come in: the phone's own lock as the first offer, a passphrase as the other, or neither."""
    return render("account/first_way.html", ways=ways_of.of(current.session, current.me), next=half.next_page())


@pages.post("/passphrase", needs=SIGNED_IN)
def change_passphrase() -> Any:
    """A new passphrase. This device stays, so that its reminders go on; every other one has to sign in again."""
    me = current.me
    if me.passphrase_hash is None and not sessions.may_change_ways(current.login):
        return _show({"passphrase": _("With a card alone you cannot choose a passphrase. Ring us.")}, 422)
    if me.passphrase_hash is None and (again := step_up.ask()):
        return again
    form = PassphraseForm()
    new = form.passphrase.data or ""
    keys = [throttle.key("pair", me.sign_in, request.remote_addr or "")]
    throttle.check(current.session, keys)
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    if me.passphrase_hash and not passphrases.matches(me.passphrase_hash, form.current_one.data or ""):
        with current.database.write() as writing:
            throttle.failed(writing, keys)
        return _show({"current_one": _("That is not your passphrase now.")}, 422)
    try:
        passphrases.check_new(new, me.name, me.sign_in, current.config.practice.name)
    except Invalid as problem:
        return _show(problem.errors, 422)
    fresh = passphrases.hash_(new)
    account = current.session.get_one(Account, me.id)
    account.passphrase_hash = fresh
    if current.login:
        sessions.prove(current.session, current.login)
    audit.record_account(current.session, me.id, "change passphrase", request_id=current.request_id)
    sessions.end(current.session, account, keep=current.login.id if current.login else None)
    say(_("Your passphrase is changed. Other devices are signed out."))
    return see("account.ways")
