"""Coming in with a code from the practice: on paper, or by the square that a phone can read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import make_response, redirect, request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import HiddenField, PasswordField, StringField

from app.access import codes, passphrases, throttle, ways_back
from app.account.base import pages
from app.account.home import landing
from app.account.sign_in import wait_words
from app.care.people import agreed_words, invitations
from app.errors import Gone, Invalid, TooMany
from app.i18n import LANGUAGES, _, locale_tag
from app.i18n import lazy_gettext as _l
from app.models import Account, WayBack
from app.web import sessions, transaction
from app.web.context import current
from app.web.language import remember
from app.web.needs import PUBLIC
from app.web.render import render, say, see


class JoinForm(FlaskForm):
    code = HiddenField()
    how = HiddenField(default="stay")
    """"stay" on this phone, "passkey" (stay, and then one is made), or "passphrase"."""
    sign_in = StringField(_l("Your sign-in name"))
    passphrase = PasswordField(_l("Your passphrase"))


def code_page(problem: Gone | TooMany | None = None) -> Any:
    """The page to type a code on, with why the last one did not work."""
    words: Any = wait_words(problem) if isinstance(problem, TooMany) else problem and problem.words
    page = render("account/join.html", code=request.form.get("code", "")[:40], problem=words)
    headers = {"Retry-After": str(problem.retry_after)} if isinstance(problem, TooMany) else {}
    return page, problem.status if problem else 200, headers


def _keys() -> list[str]:
    return [throttle.key("code", request.remote_addr or "")]


def find(code: str, *finders: Callable[[Session, str], Any]) -> Any:
    """What the first of ``finders`` knows of a code, with failures counted against this address.

    Raises ``Gone`` or ``TooMany``.
    """
    transaction.let_go()
    with current.database.read() as reading:
        throttle.check(reading, _keys())
        for finder in finders:
            with suppress(Gone):
                return finder(reading, code)
    with current.database.write() as writing:
        throttle.failed(writing, _keys())
    raise Gone(codes.NO_SUCH)


@pages.get("/join", needs=PUBLIC)
def join() -> Any:
    """Type the code, or find it filled in from the square. Opening this page uses nothing up.

    The square also says the person's language, which holds for the pages after this one.
    """
    response = make_response(*code_page())
    if current.account is None and request.args.get("lang") in LANGUAGES:
        remember(response, request.args["lang"])
    return response


@pages.post("/join", needs=PUBLIC)
def join_with_code() -> Any:
    """A code that works leads to the choice of how to sign in from now on."""
    try:
        invitation, patient = find(request.form.get("code", ""), invitations.find, ways_back.find)
    except (Gone, TooMany) as problem:
        return code_page(problem)
    form = JoinForm(formdata=None, code=codes.tidy(request.form["code"]))
    if isinstance(invitation, WayBack):
        return back_page(form, patient)
    return _choice_page(form, invitation, patient)


def back_page(form: JoinForm, account: Account, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    """Somebody comes back to an account that is there: stay signed in here, or a new passphrase."""
    return render("account/join_back.html", form=form, account=account, problems=problems or {}), status


def _choice_page(
    form: JoinForm, invitation: Any, patient: Any, problems: dict[str, Any] | None = None, status: int = 200
) -> Any:
    names = {
        "agreed": agreed_words.lines(invitation.scopes),
        "form": form,
        "invitation": invitation,
        "person": patient,
        "problems": problems or {},
    }
    return render("account/join_choose.html", same_account=_same(invitation, patient) is not None, **names), status


def _same(invitation: Any, patient: Any) -> Account | None:
    """The account of a helper who is signed in here and now comes to help somebody else too."""
    me = current.account
    fits = me is not None and not me.is_staff and invitation.kind == "proxy" and patient.account_id != me.id
    return me if fits else None


@pages.get("/join/no", needs=PUBLIC)
def join_no() -> Any:
    """Whoever was asked to help would rather not: a calm word, and nothing is stored or used up."""
    return render("account/join_no.html")


@pages.post("/join/open", needs=PUBLIC)
def join_open() -> Any:
    """Use the code up, open the account, and sign in on this device."""
    form = JoinForm()
    try:
        invitation, patient = find(form.code.data or "", invitations.find)
    except (Gone, TooMany) as problem:
        return code_page(problem)
    same = _same(invitation, patient) if form.how.data == "same" else None
    try:
        if form.how.data == "same" and same is None:  # the session is over, or behind the lock: no second account
            raise Invalid(
                fields={"how": _l("You are no longer signed in here. Sign in again, or choose another way.")}
            )
        hashed = (
            hash_of(form, invitation.invitee_name, form.sign_in.data or "") if form.how.data == "passphrase" else None
        )
        account = invitations.accept(
            current.session,
            form.code.data or "",
            sign_in=form.sign_in.data or "" if hashed else "",
            passphrase_hash=hashed,
            language=locale_tag() if locale_tag() != "en-XA" else "en",
            already=same,
        )
    except Gone as problem:
        return code_page(problem)
    except Invalid as problem:
        return _choice_page(form, invitation, patient, problem.errors, 422)
    sessions.sign_in(account, stay=True, how="code")
    say(_("Welcome, %(name)s. You are signed in on this phone.", name=account.first_name))
    if form.how.data == "passkey":
        return see("account.first_way", next=landing(account))
    return redirect(landing(account), 303)


def hash_of(form: JoinForm, *names: str) -> str:
    """Hash before the transaction begins: it is slow on purpose."""
    passphrases.check_new(form.passphrase.data or "", *names, current.config.practice.name)
    return passphrases.hash_(form.passphrase.data or "")
