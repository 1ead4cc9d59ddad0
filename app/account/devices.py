"""Where somebody is signed in, and ending it; changing the passphrase ends the others."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField

from app.access import audit, passphrases, throttle
from app.access import sessions as devices_of
from app.account.base import pages
from app.care.people import cards, closing
from app.errors import Invalid, NotFound
from app.i18n import _, ngettext
from app.i18n import lazy_gettext as _l
from app.models import Account
from app.web import transaction
from app.web.context import current
from app.web.needs import SIGNED_IN
from app.web.render import render, say, see


class PassphraseForm(FlaskForm):
    current_one = PasswordField(_l("Your passphrase now"))
    passphrase = PasswordField(_l("Your new passphrase"))


def _show(form: PassphraseForm | None = None, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return render(
        "account/devices.html",
        devices=devices_of.of(current.session, current.me),
        here=current.login,
        own_card=cards.of_account(current.session, current.me),
        may_close=closing.may_close_own(current.session, current.me),
        form=form or PassphraseForm(formdata=None),
        problems=problems or {},
    ), status


@pages.get("/devices", needs=SIGNED_IN)
def devices() -> Any:
    return _show()


@pages.post("/devices/<id_>/end", needs=SIGNED_IN)
def end_device(id_: str) -> Any:
    if not devices_of.end(current.session, current.me, id_):
        raise NotFound()
    say(_("That device is signed out."))
    return see("account.devices")


@pages.post("/devices/end-others", needs=SIGNED_IN)
def end_others() -> Any:
    n = devices_of.end(current.session, current.me, keep=current.login.id if current.login else None)
    say(ngettext("One other device is signed out.", "%(n)s other devices are signed out.", n))
    return see("account.devices")


@pages.post("/passphrase", needs=SIGNED_IN)
def change_passphrase() -> Any:
    """A new passphrase. This device stays, so that its reminders go on; every other one has to sign in again."""
    form = PassphraseForm()
    me, new = current.me, form.passphrase.data or ""
    if not me.passphrase_hash and not devices_of.may_change_ways(current.login):
        return _show(form, {"passphrase": _("With a card alone you cannot choose a passphrase. Ring us.")}, 422)
    keys = [throttle.key("pair", me.sign_in, request.remote_addr or "")]
    throttle.check(current.session, keys)
    transaction.let_go()  # hashing is slow: it must not hold a transaction
    if me.passphrase_hash and not passphrases.matches(me.passphrase_hash, form.current_one.data or ""):
        with current.database.write() as writing:
            throttle.failed(writing, keys)
        return _show(form, {"current_one": _("That is not your passphrase now.")}, 422)
    try:
        passphrases.check_new(new)
    except Invalid as problem:
        return _show(form, problem.errors, 422)
    fresh = passphrases.hash_(new)
    account = current.session.get_one(Account, me.id)
    account.passphrase_hash = fresh
    audit.record_account(current.session, me.id, "change passphrase", request_id=current.request_id)
    devices_of.end(current.session, account, keep=current.login.id if current.login else None)
    say(_("Your passphrase is changed. Other devices are signed out."))
    return see("account.devices")
