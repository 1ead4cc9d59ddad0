"""The whole log to take along: to read and print, for a spreadsheet, or as FHIR AuditEvents. For the person alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, current_app, stream_with_context

from app import clock
from app.access import audit
from app.access.permissions import Permission
from app.care.people import log_file
from app.care.reminders.times import local
from app.fhir import audit as events
from app.i18n import direction, format_moment, locale_tag
from app.patient.base import pages
from app.web import step_up
from app.web.context import current
from app.web.render import render


@pages.get("/me/log/files", needs=Permission.SEE_LOG)
def log_files() -> Any:
    if again := step_up.ask():
        return again
    return render("patient/me/log_files.html")


@pages.post("/me/log/files/page", needs=Permission.SEE_LOG)
def log_as_page() -> Any:
    """A page that any browser opens and prints, without a network and without us."""
    if again := step_up.ask():
        return again
    template = current_app.jinja_env.get_template("patient/me/log_printed.html")
    facts: dict[str, Any] = {
        "person": current.patient,
        "entries": _entries(),
        "when": format_moment,
        "day": current.today,
    }
    facts |= {"locale_tag": locale_tag(), "direction": direction()}
    return _file(_pieces(template.generate(**facts)), "text/html", "html")


@pages.post("/me/log/files/table", needs=Permission.SEE_LOG)
def log_as_table() -> Any:
    if again := step_up.ask():
        return again
    assert current.patient is not None
    zone = current.patient.time_zone
    when = lambda at: log_file.moment_words(local(at, zone))  # noqa: E731
    return _file(log_file.as_csv(_entries(), when), "text/csv", "csv")


@pages.post("/me/log/files/fhir", needs=Permission.SEE_LOG)
def log_as_fhir() -> Any:
    if again := step_up.ask():
        return again
    made = events.lines(_entries(), current.grant.patient_id, current.config.public_url)
    return _file(_pieces(made), "application/fhir+ndjson", "ndjson")


def _entries() -> Iterator[log_file.Entry]:
    return log_file.entries(current.database, current.grant)


def _pieces(made: Iterable[str], size: int = 30_000) -> Iterator[str]:
    """Fewer, larger pieces: each one costs a write to the network."""
    kept: list[str] = []
    length = 0
    for piece in made:
        kept.append(piece)
        length += len(piece)
        if length > size:
            yield "".join(kept)
            kept, length = [], 0
    yield "".join(kept)


def _file(made: Iterator[str], mimetype: str, ending: str) -> Response:
    """A download that is written while it is read. That it was taken along is itself a row of the log."""
    audit.record(current.session, current.grant, "export log", "log", ending)
    day = clock.today(current.patient.time_zone if current.patient else "UTC").isoformat()
    answer = Response(stream_with_context(made), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="who-looked-{day}.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
