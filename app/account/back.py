"""Coming back after a lost phone or a forgotten passphrase, and hearing that somebody did."""

from __future__ import annotations

from typing import Any

from flask import redirect, session

from app.access import ways_back
from app.account.base import pages
from app.account.home import landing
from app.account.invitation import JoinForm, back_page, code_page, find, hash_of
from app.care.people import recovery
from app.errors import Gone, Invalid, TooMany
from app.i18n import _
from app.web import sessions
from app.web.context import KNOWN_WAY, current
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import say, see


@pages.post("/join/back", needs=PUBLIC)
def come_back() -> Any:
    """Use the code up. Staff choose a passphrase and then sign in as always, with all that it takes."""
    form = JoinForm()
    code = form.code.data or ""
    try:
        _row, account = find(code, ways_back.find)
        hashed = (
            hash_of(form, account.name, account.sign_in)
            if form.how.data == "passphrase" or account.is_staff
            else None
        )
        account = recovery.use(current.session, code, hashed)
    except (Gone, TooMany) as problem:
        return code_page(problem)
    except Invalid as problem:
        return back_page(form, account, problem.errors, 422)
    if account.is_staff:
        say(_("Your new passphrase is stored. Sign in with it."))
        return see("account.sign_in")
    sessions.sign_in(account, stay=True, how="back")
    say(_("Welcome back, %(name)s. You are signed in on this phone.", name=account.first_name))
    return redirect(landing(account), 303)


@pages.post("/new-way/known", needs=SIGNED_IN)
def know_of_it() -> Any:
    """That was me: the notice about a new way in goes."""
    assert current.login is not None
    if not recovery.know_of_it(current.session, current.me, current.login):
        session[KNOWN_WAY] = current.new_way_at.isoformat() if current.new_way_at else ""
    return see("account.home")
