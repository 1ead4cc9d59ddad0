"""I will be away: from when until when, and who stands in."""

from __future__ import annotations

from typing import Any

from flask import request

from app.care.people import absence
from app.care.people.names import called
from app.errors import Invalid
from app.i18n import _
from app.provider.base import pages
from app.web.context import current
from app.web.incoming import day
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/away", needs=STAFF)
def away() -> Any:
    """One's own absences, and a form for another."""
    return _page({}, {})


@pages.post("/away", needs=STAFF)
def away_written() -> Any:
    """Keep it; from the first day what is open goes to who stands in."""
    typed = request.form.to_dict()
    try:
        row = absence.write(
            current.session, current.me, _day("first_on"), _day("last_on"), typed.get("stands_in", "")
        )
    except Invalid as problem:
        current.session.rollback()
        return _page(typed, problem.errors), 422
    say(_("Kept. From the first day, what is open goes to who stands in."))
    return see("provider.away", _anchor=row.id)


@pages.post("/away/<absence_id>/end", needs=STAFF)
def away_ended(absence_id: str) -> Any:
    """Back earlier."""
    absence.end(current.session, current.me, absence_id)
    say(_("Ended. What a colleague has by now stays with them, until they hand it over."))
    return see("provider.away")


def _day(name: str) -> Any:
    try:
        return day(request.form.get(name, ""))
    except ValueError:
        return None


def _page(typed: dict[str, str], errors: dict[str, Any]) -> str:
    rows = absence.standing(current.session, current.me)
    return render(
        "provider/team/away.html",
        rows=[(row, who, absence.not_covered(current.session, current.me, who)) for row, who in rows[:3]],
        others=[(a.id, called(a)) for a in absence.could_stand_in(current.session, current.me)],
        typed=typed, errors=errors, called=called,
    )  # fmt: skip
