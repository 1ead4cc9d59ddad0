"""The register of consents, and where somebody is signed in, to be ended at once."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access import overseeing, sessions
from app.care.people import agreed_words, register
from app.care.people.basis import BASES
from app.care.people.names import called
from app.errors import NotFound
from app.i18n import _, ngettext
from app.models import Account
from app.provider.base import privacy as pages
from app.provider.privacy import looked
from app.web import looked_for
from app.web.context import current
from app.web.incoming import whole
from app.web.needs import PRIVACY
from app.web.render import render, say, see


@pages.get("/helpers", endpoint="helpers", needs=PRIVACY)
def helpers() -> Any:
    person, page = looked_for.words("privacy.helpers", "person"), whole(request.args.get("page", "")) or 1
    found, more = register.consents(current.session, person, page)
    looked("helpers", {one.patient.id for one in found})
    return render(
        "provider/privacy/helpers.html", consents=found, more=more, page=page, person=person, now=clock.now(),
        words=BASES, called=called, agreed=agreed_words.lines,
    )  # fmt: skip


@pages.post("/helpers", endpoint="find_helpers", needs=PRIVACY)
def find_helpers() -> Any:
    """Look for the helpers of somebody."""
    return looked_for.keep("privacy.helpers", "person")


@pages.get("/accounts", endpoint="accounts", needs=PRIVACY)
def accounts() -> Any:
    text = looked_for.words("privacy.accounts", "name")
    found = register.accounts(current.session, text)
    looked("accounts")
    return render("provider/privacy/accounts.html", accounts=found, name=text, called=called)


@pages.post("/accounts", endpoint="find_accounts", needs=PRIVACY)
def find_accounts() -> Any:
    """Look for somebody's account."""
    return looked_for.keep("privacy.accounts", "name")


@pages.get("/accounts/<account_id>", endpoint="account", needs=PRIVACY)
def account(account_id: str) -> Any:
    one = _account(account_id)
    looked("account")
    return render(
        "provider/privacy/account.html", account=one, devices=sessions.of(current.session, one), here=current.login
    )


@pages.post("/accounts/<account_id>/end", endpoint="end_sessions", needs=PRIVACY)
def end_sessions(account_id: str) -> Any:
    """One device, or all of them when none is named. Ended at the next request that comes from it."""
    overseeing.grant(current.me)
    one, id_ = _account(account_id), request.form.get("id", "") or None
    ended = sessions.end(current.session, one, id_, by_id=current.me.id)
    if id_ and not ended:
        raise NotFound()
    words = ngettext("One device is signed out.", "%(n)s devices are signed out.", ended)
    say(words if ended else _("There was nothing to sign out."))
    return see("privacy.account", account_id=account_id)


def _account(account_id: str) -> Account:
    found = current.session.get(Account, account_id)
    if found is None:
        raise NotFound()
    return found
