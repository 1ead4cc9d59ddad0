"""One request, one transaction: commit when the view returned, leave nothing behind on a refusal."""

from __future__ import annotations

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from app.web.context import current

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> None:
    app.before_request(_prepare)
    app.after_request(_finish)
    app.teardown_request(_close)


def _prepare() -> None:
    def open_session() -> Session:
        if g.get("db_session") is None:
            g.db_session = current.database.session(readonly=request.method in SAFE)
        return g.db_session

    g.open_session = open_session


def _finish(response: Response) -> Response:
    """Commit what succeeded. An answer of 400 or more is a refusal, so nothing of it stays.

    The commit happens before anything is sent, so "saved" is only ever said of a stored row. If it fails,
    the error handler answers instead.
    """
    session = g.get("db_session")
    if session is not None:
        if request.method not in SAFE and response.status_code < 400:
            session.commit()
        else:
            session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session = g.pop("db_session", None)
    if session is not None:
        session.close()
