"""Which language and zone this request speaks: the account's, else the browser's."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from app import i18n
from app.web.context import current

COOKIE = "lang"


def install(app: Flask) -> None:
    app.before_request(_start)
    app.teardown_request(_stop)


def speak() -> None:
    """Take on the language and zone of whoever this is; the guard calls it again once it knows."""
    zone = current.account.time_zone if current.account else current.config.practice.time_zone
    g.language.enter_context(i18n.using_locale(choose()))
    g.language.enter_context(i18n.using_zone(zone))


def choose() -> str:
    """The pseudo-language if asked for (outside production), else what account, cookie or browser say."""
    asked = request.args.get("lang") or request.cookies.get(COOKIE, "")
    if asked == i18n.PSEUDO and not current.config.production:
        return asked
    if current.account:
        return i18n.known(current.account.language)
    if asked in i18n.LANGUAGES:
        return asked
    return request.accept_languages.best_match(list(i18n.LANGUAGES)) or "en"


def remember(response: Response, tag: str) -> None:
    """Keep the language of somebody who is not signed in."""
    response.set_cookie(COOKIE, tag, max_age=31536000, secure=current.config.secure, httponly=True, samesite="Lax")


def _start() -> None:
    g.language = ExitStack()
    speak()


def _stop(_error: BaseException | None) -> None:
    stack = g.pop("language", None)
    if stack is not None:
        stack.close()
