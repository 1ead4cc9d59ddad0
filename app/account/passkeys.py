"""Passkeys: what the script asks for, keeping a new one, taking one away, and signing in without typing a name."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, session

from app.access import passkeys, sessions, ways
from app.account import half, kept_codes, lock, passkey_kit
from app.account.base import pages
from app.account.home import landing
from app.account.prove import proved_by_passkey
from app.account.sign_in import show_form, wait_words
from app.errors import NotFound, Refusal, TooMany
from app.i18n import _, ngettext
from app.models import Account
from app.web import resting, step_up
from app.web import sessions as here
from app.web.context import current
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import say, see


@pages.post("/passkeys/ask", needs=PUBLIC)
def ask_passkey() -> Any:
    """What this browser's device is to sign, for the page that the form stands on."""
    purpose = request.form.get("purpose", "")
    who = _who(purpose)
    if purpose == "register" and current.account and (again := step_up.ask()):
        return again
    return jsonify(passkey_kit.question(purpose, who))


def _who(purpose: str) -> Account | None:
    """Whose passkey is asked for; None when the device says it. Raises ``NotFound``."""
    if purpose == "sign_in":
        return None
    if purpose == "register" and current.account and not sessions.may_change_ways(current.login):
        raise NotFound()  # with a card alone nobody makes another way in
    whose = {"register": half.choosing, "second": half.account, "lock": _behind_the_lock}.get(
        purpose, lambda: current.account
    )
    found = whose() if purpose in passkeys.PURPOSES else None
    if found is None:
        raise NotFound()
    return found


def _behind_the_lock() -> Account | None:
    waits = resting.behind()
    return waits.account if waits else None


@pages.post("/passkeys/lock", needs=PUBLIC)
def unlock_with_passkey() -> Any:
    """The quick lock opens by the device's own lock."""
    waits = resting.behind()
    if waits is None:
        return see("account.home")
    try:
        passkey_kit.signed("lock", waits.account)
    except TooMany as wait:
        return lock.again(wait_words(wait), 429, {"Retry-After": str(wait.retry_after)})
    except Refusal as problem:
        return lock.again(str(problem.words), 422)
    return lock.opened(waits, "passkey")


@pages.post("/passkeys/in", needs=PUBLIC)
def sign_in_with_passkey() -> Any:
    """The device says who it is and that it looked at its owner, so this is both steps at once."""
    try:
        account, passkey = passkey_kit.signed("sign_in", None)
    except TooMany as wait:
        return (*show_form(None, wait_words(wait), 429), {"Retry-After": str(wait.retry_after)})
    except Refusal as problem:
        return show_form(None, problem.words, 422)
    here.sign_in(account, stay=not account.is_staff, how="passkey", passkey_id=passkey.id)
    return redirect(half.next_page() or landing(account), 303)


@pages.post("/passkeys", needs=PUBLIC)
def add_passkey() -> Any:
    """Keep the passkey that this device just made; for staff who are asked for a second step, that was it."""
    me = half.choosing()
    if me is None:
        raise NotFound()
    if current.account and (again := step_up.ask(form=True, comes_back=False)):
        return again
    first = not ways.of(current.session, me).second
    question = passkey_kit.asked("register")
    answer, device = request.form.get("answer", ""), here.device_name()
    made = passkeys.register(current.session, me, question, answer, passkey_kit.site(), device)
    say(_("Done. From now on your phone’s own lock lets you in."))
    if not current.account and not half.let_in(me, "passkey", made.id):
        raise NotFound()
    if first and me.is_staff:
        return kept_codes.hand_out(me, half.next_page())
    return redirect(half.next_page(), 303) if half.next_page() else see("account.ways")


@pages.post("/passkeys/<id_>/remove", needs=SIGNED_IN)
def remove_passkey(id_: str) -> Any:
    """Take one away; whoever is signed in with it elsewhere is signed out if that was asked for."""
    if again := step_up.ask(form=True):
        return again
    gone = passkeys.remove(current.session, current.me, id_)
    ended = 0
    if request.form.get("devices") == "end":
        login = current.login.id if current.login else ""
        for one in passkeys.signed_in_with(current.session, current.me, gone.id, but=login):
            ended += sessions.end(current.session, current.me, one)
    say(_("That passkey is removed. Nobody can sign in with it."))
    if ended:
        say(ngettext("One device is signed out.", "%(n)s devices are signed out.", ended))
    return see("account.ways")


@pages.post("/passkeys/proof", needs=SIGNED_IN)
def prove_with_passkey() -> Any:
    return proved_by_passkey()


@pages.post("/passkeys/second", needs=PUBLIC)
def second_with_passkey() -> Any:
    """After the passphrase, a passkey of the same account."""
    from app.account.second import page

    me = half.account()
    if me is None:
        return see("account.sign_in")
    try:
        passkey = passkey_kit.signed("second", me)[1]
    except TooMany as wait:
        return page(me, wait_words(wait), 429, wait.retry_after)
    except Refusal as problem:
        return page(me, problem.words, 422)
    if not half.let_in(me, "passkey", passkey.id):
        session.pop(half.COOKIE, None)
        return see("account.sign_in")
    return redirect(half.next_page() or landing(me), 303)
