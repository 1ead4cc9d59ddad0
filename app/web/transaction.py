"""One request, one transaction: commit when the view returned, leave nothing behind on a refusal."""

from __future__ import annotations

from flask import Flask, Response, flash, g, make_response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.web import problems
from app.web.context import current

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> None:
    app.before_request(_prepare)
    app.after_request(_finish)
    app.teardown_request(_close)


def _prepare() -> None:
    safe = request.method in SAFE

    def open_session() -> Session:
        if g.get("db_session") is None:
            g.db_session = current.database.session(readonly=safe)
        return g.db_session

    def open_reading() -> Session:
        if safe:
            return open_session()
        if g.get("db_reading") is None:
            g.db_reading = current.database.session(readonly=True)
        return g.db_reading

    g.open_session, g.open_reading = open_session, open_reading


def stop_reading() -> None:
    """Let go of what the guard read before a change, so that the write lock is only held by the view.

    The rows stay readable: they are detached, not expired.
    """
    reading = g.pop("db_reading", None)
    if reading is not None:
        reading.close()


def _finish(response: Response) -> Response:
    """Commit what succeeded. An answer of 400 or more is a refusal, so nothing of it stays.

    The commit happens before anything is sent, so "saved" is only ever said of a stored row. If it fails,
    the error handler answers instead.
    """
    session = g.get("db_session")
    if session is not None:
        if request.method not in SAFE and response.status_code < 400:
            try:
                session.commit()
            except DBAPIError as error:
                session.rollback()
                return make_response(problems.database_refused(error))
        else:
            session.rollback()
    if response.status_code < 400:
        for words in g.pop("words_to_say", []):
            flash(words, g.get("patient_id") or "")
    return response


def let_go() -> None:
    """End the transaction so far, keeping what was read: before something slow, or a transaction of its own."""
    session = g.get("db_session")
    if session is not None:
        session.expunge_all()
        session.rollback()


def _close(_error: BaseException | None) -> None:
    stop_reading()
    session = g.pop("db_session", None)
    if session is not None:
        session.close()
