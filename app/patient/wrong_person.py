"""That was for somebody else: what a helper wrote on the wrong page goes away here, and to whom it belongs."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import audit, relationships
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.progress import say, wrong_person
from app.care.progress.wrong_person import Row
from app.errors import Invalid, NotFound
from app.i18n import _
from app.models import ItemNote, Measurement, Question
from app.patient.base import pages
from app.web import transaction
from app.web.context import current
from app.web.render import render, see
from app.web.render import say as tell


@pages.get("/wrong-person/<kind>/<row_id>", needs=Permission.SEE_PLAN, endpoint="wrong_person")
def wrong_person_page(kind: str, row_id: str) -> Any:
    row = wrong_person.find(current.session, current.grant, kind, row_id)
    return _page(kind, row, request.args.get("to", ""), {})


@pages.post("/wrong-person/<kind>/<row_id>", needs=Permission.SEE_PLAN)
def put_right(kind: str, row_id: str) -> Any:
    """Two people in one transaction: both sides are stored, or neither."""
    to = request.form.get("to", "")
    key = request.form.get("key", "")
    days = current.config.practice.answer_days
    away_only = key == "none" or not to
    try:
        there = None if away_only else _other(to)
        moved = wrong_person.put_right(current.session, current.grant, kind, row_id, there, key, answer_days=days)
    except Invalid as problem:
        row = wrong_person.find(current.session, current.grant, kind, row_id)
        return _page(kind, row, to, problem.errors), 422
    assert current.patient is not None
    name = current.patient.preferred_name
    tell(
        _("Taken away from %(name)s’s plan. It stands where it belongs now.", name=name)
        if moved
        else _("Taken away from %(name)s’s plan.", name=name)
    )
    return see("patient.today")


def _other(patient_id: str) -> Grant:
    found = relationships.find(current.session, current.me, patient_id, current.request_id)
    if found is None or patient_id == current.grant.patient_id:
        raise NotFound()
    return found.grant


def _page(kind: str, row: Row, to: str, errors: dict[str, Any]) -> str:
    people = wrong_person.others(current.session, current.grant, kind)
    chosen = next((one for one in people if one.patient.id == to), people[0] if len(people) == 1 else None)
    lines = wrong_person.lines(current.session, chosen.grant, kind) if chosen else []
    if chosen and lines:  # a look at the other one's plan is in their log, too
        transaction.let_go()
        with current.database.write() as writing:
            audit.record(writing, chosen.grant, "read patient.wrong_person")
    return render(
        "patient/wrong_person.html", kind=kind, row=row, people=people, chosen=chosen, lines=lines, errors=errors,
        likely=wrong_person.likely(current.session, current.grant, row, lines) if lines else "",
        what=_what(row),
    )  # fmt: skip


def _what(row: Row) -> str:
    if isinstance(row, Measurement):
        return str(say.reading(row.kind, row.values, row.unit))
    if isinstance(row, (ItemNote, Question)):
        return row.words
    return wrong_person.title_of(current.session, current.grant, row)
