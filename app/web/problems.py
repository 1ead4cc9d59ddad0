"""How a refusal looks: plain words, the status that fits, and a way on."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.access.grants import Capacity
from app.db import is_id
from app.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Repeated, TooMany
from app.i18n import _
from app.web import locked, whose
from app.web.pages import UPLOADS

log = logging.getLogger("handrail.web")


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(DBAPIError, database_refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def wants_json() -> bool:
    """Whether a script asks, to which a page would be no answer."""
    accepted = request.accept_mimetypes
    return request.is_json or accepted.best_match(["text/html", "application/json"]) == "application/json"


def _answer(status: int, title: str, words: Any, **more: Any) -> Any:
    if wants_json():
        body = {"words": str(words), **{k: v for k, v in more.items() if k in ("fields", "mine", "theirs", "stored")}}
        return make_response(jsonify(body), status)
    return make_response(
        render_template("problems/problem.html", status=status, title=title, words=words, **more), status
    )


def title_for(status: int) -> str:
    """The heading of a problem page, in words."""
    titles = {
        403: _("This is not yours to do"),
        404: _("We cannot find that page"),
        405: _("That does not work here"),
        409: _("Somebody was here before you"),
        410: _("This no longer works"),
        413: _("That is too much at once"),
        429: _("Please wait a little"),
        500: _("Something went wrong on our side"),
    }
    return titles.get(status, _("That did not work"))


def _refused(error: Refusal) -> Any:
    more: dict[str, Any] = {}
    if isinstance(error, NotFound) and (way := locked.way_to_open()):
        if request.method == "GET" and not wants_json():
            return locked.go_open(way)
        words = _("Wishes for later are closed again. Nothing was stored. Open them, then send it once more.")
        return _answer(403, _("Open them first"), words, typed=_typed(), way_on=way, way_words=_("Open them"))
    if isinstance(error, Invalid):
        more["fields"] = {name: str(words) for name, words in error.fields.items()}
    if isinstance(error, Conflict):
        more.update(mine=error.mine, theirs=error.theirs, stored=isinstance(error, Repeated))
    title = title_for(error.status)
    if isinstance(error, whose.WrongPage):
        title = str(error.title)
        more["way_on"], more["way_words"] = error.way
    words = error.words
    if isinstance(error, Forbidden) and words == error.default_words() and _is_helper():
        words = _("This part was not agreed with you, or is not open now.")
    answer = _answer(error.status, title, words, typed=_typed(), **more)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _is_helper() -> bool:
    grant = g.get("grant")
    return grant is not None and grant.capacity is Capacity.PROXY


def _typed() -> list[str]:
    """What was typed in longer fields, shown again on the problem page so that it can be copied."""
    not_typed = whose.NOT_TYPED | {"passphrase", "code", "key", "client_key", "held"}
    try:
        request.form  # noqa: B018  reading it may be what was refused
    except RequestEntityTooLarge:
        return []
    fields = request.form.items(multi=True)
    typed = [text.strip() for name, text in fields if name not in not_typed]
    return list(dict.fromkeys(text for text in typed if (len(text) > 15 and not is_id(text)) or " " in text))


def _stale_form(_error: CSRFError) -> Any:
    words = _("This page was open for too long, or came from somewhere else. Go back, load it again and repeat.")
    return _answer(400, _("Please load the page again"), words, typed=_typed())


def not_signed_in() -> Any:
    """For a change or a background request without a session: what was typed is shown, nothing is stored."""
    return _answer(401, _("Please sign in again"), _("You are no longer signed in."), sign_in=True, typed=_typed())


def database_refused(error: DBAPIError) -> Any:
    """Two at once (409), or a database that is busy or away (503): nothing was stored either way."""
    log.warning("request %s: the database refused", g.get("request_id"), exc_info=error)
    if isinstance(error, IntegrityError):
        return _refused(Conflict())
    words = _("We are very busy right now, so nothing was stored. Please try again in a moment.")
    return _answer(503, _("Please wait a little"), words, typed=_typed())


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    return _answer(status, title_for(status), _plain_words(status))


def _plain_words(status: int) -> str:
    if status == 413 and request.endpoint in UPLOADS:
        from app.web.context import current

        return _("This file is too large. Use one of at most %(most)s MB.", most=current.config.attachment_mb)
    words = {
        404: _("It may have moved, or it may not be yours to see."),
        405: _("Go back and try another way."),
        413: _("Send less at once. Text can hold about 20 pages."),
    }
    return words.get(status, _("Go back and try again. Ring us if it keeps happening."))


def _broken(error: Exception) -> Any:
    from app.web.context import current

    log.error("request %s failed", current.request_id, exc_info=error)
    words = _("We stored nothing of what you just did. Please try again in a moment, or ring us.")
    return _answer(500, title_for(500), words, typed=_typed())
