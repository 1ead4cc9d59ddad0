"""Typing in a marked page: which version, then all its lines on one screen, then what came of each mark."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.attachments import keeping
from app.care.plan import decisions, paper, said, who
from app.care.plan.reading import ItemView
from app.db import is_id, new_id
from app.errors import Invalid
from app.i18n import _, format_day
from app.i18n import lazy_gettext as _l
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, see

ENTER = Permission.ENTER_PAPER
BECAME = {
    paper.COUNTS: _l("Stored as the answer."),
    paper.SAME: _l("The same answer is there already."),
    paper.KEPT: _l("The newer answer was kept."),
    paper.CHANGED: _l("The line has changed since. Please ask again."),
    paper.GONE: _l("The line is no longer in the plan."),
    paper.WORDS: _l("Only words were written. They are kept here."),
}


@record.get("/paper", needs=ENTER, endpoint="paper")
def find() -> Any:
    """Which page is it? A version number or any code on it; and the pages that came in before."""
    typed, errors = request.args.get("code", ""), {}
    if typed.strip():
        try:
            return see("record.paper_enter", number=paper.find(current.session, current.grant, typed))
        except Invalid as problem:
            errors = problem.fields
    came = paper.pages(current.session, current.grant)
    people = who.called(current.session, current.grant, {row.entered_by_id for row in came}, current.patient)
    page = render("provider/paper/find.html", typed=typed, errors=errors, came=came, people=people)
    return page, 422 if errors else 200


@record.get("/paper/versions/<int:number>", needs=ENTER)
def paper_enter(number: int) -> Any:
    """All lines of that version, as they were printed."""
    return _form(number)


@record.post("/paper/versions/<int:number>", needs=ENTER)
def paper_entered(number: int) -> Any:
    """Keep the page, and store what counts."""
    form = request.form
    keys = {name.removeprefix("answer-") for name in form if name.startswith("answer-")}
    keys |= {name.removeprefix("words-") for name in form if name.startswith("words-")}
    try:
        kept = paper.enter(
            current.session,
            current.grant,
            number,
            dated_on=_day(form.get("dated_on", "")),
            handed_in_by=form.get("handed_in_by", ""),
            marks={key: paper.Mark(form.get(f"answer-{key}", ""), form.get(f"words-{key}", "")) for key in keys},
            chosen={key: form.get(f"which-{key}", "") for key in keys},
            client_key=_client_key(),
        )
    except paper.Newer as newer:
        current.session.rollback()
        return _form(number, newer=newer), 409
    except Invalid as problem:
        current.session.rollback()
        return _form(number, problem=problem), 422
    return see("record.paper_page", page_id=kept.id)


@record.get("/paper/pages/<page_id>", needs=ENTER)
def paper_page(page_id: str) -> str:
    """What came of each mark, and a photo of the page if there is one."""
    row = paper.page(current.session, current.grant, page_id)
    sheet = paper.printed(current.session, current.grant, row.number)
    people = who.called(current.session, current.grant, {row.entered_by_id}, current.patient)
    marked = [(line, row.marks[line.item.key]) for line in sheet.lines if line.item.key in row.marks]
    return render(
        "provider/paper/page.html",
        row=row,
        people=people,
        marked=[(ItemView(line.item), line.code, mark, BECAME[mark["became"]]) for line, mark in marked],
        answers=decisions.ANSWERS,
        again=[ItemView(line.item).title for line, mark in marked if mark["became"] == paper.CHANGED],
        attached=keeping.beside(current.session, current.grant, row.id),
        nothing=not any(mark["became"] == paper.COUNTS for _line, mark in marked),
    )


def _form(number: int, newer: paper.Newer | None = None, problem: Invalid | None = None) -> str:
    sheet = paper.printed(current.session, current.grant, number)
    people = who.called(
        current.session, current.grant, {line.newest.actor_id for line in sheet.lines if line.newest}, current.patient
    )
    errors = dict(problem.errors) if problem else {}
    if newer:
        errors = {f"which-{key}": _("Pick which answer counts.") for key in newer.keys}
    return render(
        "provider/paper/enter.html",
        printed=sheet,
        person=current.patient,
        people=people,
        lines=[(line, ItemView(line.item, line.newest), _said(line, people)) for line in sheet.lines],
        answers=decisions.ANSWERS,
        newer=newer,
        errors=errors,
        problem=problem.words if problem and not errors else None,
        typed=request.form,
        today=current.today,
        client_key=_client_key() if request.form else new_id(),
    )


def _said(line: paper.Line, people: who.People) -> str:
    """What the person said before, with the day; empty when nothing is known."""
    if line.newest is None:
        return ""
    if line.newest.answer not in decisions.ANSWERS:
        return _("The answer was taken back on %(day)s.", day=format_day(line.newest.at))
    return said.answer(ItemView(line.item, line.newest), people)


def _day(text: str) -> date | None:
    try:
        return day(text)
    except ValueError:
        return None


def _client_key() -> str:
    sent = request.form.get("client_key", "")
    return sent if is_id(sent) else new_id()
