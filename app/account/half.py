"""Who stands between the passphrase and the second step in this browser, and letting them in."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for

from app.access import second, ways
from app.models import Account
from app.web import sessions
from app.web.context import current
from app.web.incoming import is_own_path

COOKIE = "half"


def next_page() -> str:
    """Where somebody wanted to go before we asked who they are; empty for nowhere."""
    path = request.values.get("next", "")
    return path if is_own_path(path) else ""


def needed(account: Account) -> bool:
    """Whether the passphrase alone does not sign this account in."""
    if not account.is_staff:
        return False
    return current.config.staff_second_factor == "required" or ways.of(current.session, account).second


def begin(account: Account) -> Any:
    """From the passphrase on to the second step, or to choosing one."""
    has = ways.of(current.session, account).second
    sessions.sign_out()  # whoever was signed in here before, and whatever their cookie held
    session[COOKIE] = second.begin_half(current.session, account, to_set_up=not has)
    return redirect(url_for("account.second_step" if has else "account.set_up", next=next_page() or None), 303)


def account() -> Account | None:
    """Whose second step this browser is at."""
    token = session.get(COOKIE, "")
    return second.half(current.session, token) if token else None


def choosing() -> Account | None:
    """Who may set up a second step here: whoever is signed in, or who has none and is asked for one."""
    if current.account:
        return current.account
    found = account()
    return found if found and not ways.of(current.session, found).second else None


def let_in(account: Account, how: str, passkey_id: str | None = None) -> bool:
    """The second step is done: a full session in place of the half one; False when it was used up meanwhile."""
    if not second.end_half(current.session, session.get(COOKIE, "")):
        return False
    sessions.sign_in(account, stay=False, how=how, passkey_id=passkey_id)
    return True
