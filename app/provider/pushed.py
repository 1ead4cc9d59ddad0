"""What people wrote in confidence about feeling pushed: for the one account outside the planning that reads it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.care.people import pushed
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import pages
from app.web.context import current
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/pushed", needs=STAFF)
def pushed_reports() -> Any:
    """Reports addressed to this account. Everybody else learns only that such reports go to somebody else."""
    lines = pushed.to_read(current.session, current.me, _named())
    if lines:  # who looked, in a short write of its own
        with current.database.write() as writing:
            pushed.note_list(writing, current.me, lines, current.request_id)
    return render(
        "provider/pushed/list.html",
        lines=lines,
        reads=pushed.reads(current.me, _named()),
    )


@pages.get("/pushed/<report_id>", needs=STAFF)
def pushed_report(report_id: str) -> Any:
    """One report. Opening it is what the person sees as "read"."""
    pushed.one(current.session, current.me, _named(), report_id)
    with current.database.write() as writing:
        pushed.note_reading(writing, current.me, _named(), report_id, current.request_id)
    return _page(report_id)


@pages.post("/pushed/<report_id>/close", needs=STAFF)
def close_pushed(report_id: str) -> Any:
    done = request.form.get("done", "")
    try:
        pushed.close(current.session, current.me, _named(), report_id, done, current.request_id)
    except (Conflict, Invalid) as problem:
        return _page(report_id, done, problem), problem.status
    say(_("Closed. They see what you wrote."))
    return see("provider.pushed_reports")


def _page(report_id: str, typed: str = "", problem: Invalid | Conflict | None = None) -> str:
    return render(
        "provider/pushed/report.html",
        line=pushed.one(current.session, current.me, _named(), report_id),
        typed=typed,
        errors=getattr(problem, "fields", {}),
        problem=problem if isinstance(problem, Conflict) else None,
    )


def _named() -> str:
    return current.config.practice.pushed_to
