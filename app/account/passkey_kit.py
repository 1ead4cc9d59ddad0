"""Asking the browser of this request for a passkey, and looking at its answer. For every page that wants one."""

from __future__ import annotations

from typing import Any

from flask import request, session

from app.access import audit, passkeys, throttle
from app.errors import Refusal, TooMany
from app.models import Account, Ceremony, Passkey
from app.web import transaction
from app.web.context import current

COOKIE = "asked"


def site() -> passkeys.Site:
    """This installation, as passkeys know it."""
    return passkeys.site(current.config.public_url, current.config.practice.name)


def question(purpose: str, account: Account | None) -> Any:
    """What a page's script hands to the device, as JSON. Raises ``TooMany`` for somebody who asks without end."""
    keys = [throttle.key("ask", request.remote_addr or "")]
    throttle.check(current.session, keys)
    throttle.failed(current.session, keys)
    token, options = passkeys.ask(current.session, purpose, account, site(), session.get(COOKIE, ""))
    session[COOKIE] = token
    return options


def asked(purpose: str) -> Ceremony:
    """The question that this browser was asked, used up whatever its answer is. Raises ``Gone``."""
    transaction.let_go()
    with current.database.write() as writing:
        return passkeys.take(writing, session.pop(COOKIE, ""), purpose)


def signed(purpose: str, account: Account | None) -> tuple[Account, Passkey]:
    """Who answered with which passkey: ``account``, if there is one. Slowed down and noted like signing in.

    Raises ``TooMany`` or another ``Refusal``; what it wrote of a refusal stays.
    """
    transaction.let_go()
    keys = [throttle.key("address", request.remote_addr or "")]
    if account:
        keys.append(throttle.key("pair", account.sign_in, request.remote_addr or ""))
    with current.database.read() as reading:
        throttle.check(reading, keys)
    try:
        question = asked(purpose)
        if question.account_id != (account.id if account else None):
            raise Refusal()
        with current.database.read() as reading:
            owner, passkey, count = passkeys.signed(reading, question, request.form.get("answer", ""), site())
        passkeys.note_use(current.session, passkey, count)
    except TooMany:
        raise
    except Refusal:
        transaction.let_go()
        with current.database.write() as writing:
            throttle.failed(writing, keys)
            act = "prove" if account else "sign in"
            audit.record_account(writing, account.id if account else None, act, "refused", current.request_id)
        raise
    throttle.succeeded(current.session, [*keys[1:], throttle.key("ask", request.remote_addr or "")])
    return owner, passkey
