"""Take everything along: what will be in the file, and the file. The person's at any time, also after leaving."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from flask import Response

from app import clock
from app.access import private, throttle
from app.access.permissions import Permission
from app.care.leaving.export import archive
from app.errors import NotFound
from app.fhir import careplan, record
from app.i18n import using_locale
from app.patient.base import pages
from app.web import step_up
from app.web.context import current
from app.web.render import render

PIECE = 64 * 1024
IN_MEMORY = 2 * 1024 * 1024
"""A file that is larger lies in the data folder while it is handed out, without a name, and is gone then."""


@pages.get("/me/everything", needs=Permission.EXPORT)
def everything() -> Any:
    return render(
        "patient/leaving/everything.html",
        sections=archive.sections(current.grant),
        locked=private.something_locked(current.session, current.grant),
        opened=private.may_see_all(current.grant),
        own=not current.grant.is_team,
    )


@pages.post("/me/everything", needs=Permission.EXPORT)
def everything_file() -> Any:
    """The ZIP: written in a look of its own, so that nobody waits with a change; then its row in the log."""
    if again := step_up.ask():
        return again
    assert current.patient is not None
    with current.database.write() as counting:  # a short one of its own: writing the file takes its time
        throttle.took(counting, throttle.key("file", current.me.id))
    made: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(current.config.data))  # noqa: SIM115  closed when sent
    try:
        tag = current.patient.language if current.grant.is_team else None
        with current.database.read() as reading, using_locale(tag or current.me.language):
            archive.write(reading, current.grant, made, _bundle(reading))
        archive.noted(current.session, current.grant)
    except BaseException:
        made.close()
        raise
    size = made.tell()
    made.seek(0)
    answer = Response(mimetype="application/zip")
    if size > IN_MEMORY:
        answer.response = _pieces(made)
        answer.call_on_close(made.close)
    else:
        with made:
            answer.set_data(made.read())
    answer.headers["Content-Length"] = str(size)
    name = f"handrail-{clock.today(current.patient.time_zone):%Y-%m-%d}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _bundle(reading: Any) -> Any:
    try:
        return careplan.bundle(record.gather(reading, current.grant), current.config.public_url)
    except NotFound:
        return None  # no plan was offered yet


def _pieces(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(PIECE):
            yield piece
