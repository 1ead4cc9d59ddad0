"""The plan on paper: a large-print booklet to mark, one page in short, an emergency card; to print or as a file."""

from __future__ import annotations

from typing import Any

from flask import make_response, request
from markupsafe import Markup

from app import clock
from app.access.permissions import Permission
from app.care.people import around
from app.care.plan import decisions, notes, printing, said
from app.care.plan.reading import PlanView
from app.errors import NotFound
from app.i18n import direction, known, locale_tag, using_locale
from app.i18n import lazy_gettext as _l
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web import pdf
from app.web.context import current
from app.web.render import render
from app.web.transaction import let_go

SHEETS = {
    "booklet": _l("My plan in large print"),
    "summary": _l("My plan on one page"),
    "card": _l("My emergency card"),
}
SIZES = ("16", "20", "24")
"""Points of the smallest letter in the booklet."""


@pages.get("/plan/paper", needs=Permission.SEE_PLAN, endpoint="paper")
def index() -> str:
    """What can be printed."""
    return render("patient/paper/index.html", view=open_plan(), sheets=SHEETS, sizes=SIZES, files=pdf.available())


@pages.get("/plan/paper/<sheet>", needs=Permission.SEE_PLAN)
def paper_sheet(sheet: str) -> str:
    """One of them, on the screen as it comes out of the printer."""
    view = open_plan()
    if _known(sheet) and view.version is None:
        return index()
    drawn, tag, way = _drawn(sheet, view)
    title = SHEETS[sheet]
    return render("patient/paper/sheet.html", paper=drawn, title=title, tag=tag, way=way, sheet_name=sheet)


@pages.get("/plan/paper/<sheet>/file", needs=Permission.SEE_PLAN)
def paper_file(sheet: str) -> Any:
    """The same as a PDF file, where files can be made."""
    size = request.args.get("page", "a4")
    view = open_plan()
    if _known(sheet) and (size not in pdf.SIZES or view.version is None or not pdf.available()):
        raise NotFound()
    drawn, tag, way = _drawn(sheet, view)
    html = render("paper/file.html", paper=drawn, title=SHEETS[sheet], tag=tag, way=way)
    style = current.assets.files["css/paper.css"].decode()
    let_go()
    answer = make_response(pdf.from_html(html, [style], size))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{sheet}.pdf"'
    return answer


def _known(sheet: str) -> str:
    if sheet not in SHEETS:
        raise NotFound()
    return sheet


def _drawn(sheet: str, view: PlanView) -> tuple[Markup, str, str]:
    """The sheet, its language and direction: of the reader; what the team prints, of the person it is for."""
    assert current.patient is not None
    beside = notes.by_line(current.session, current.grant)
    people = people_of(view, *(row.actor_id for rows in beside.values() for row in rows))
    size = request.args.get("size", "")
    helpers = around.of(current.session, current.grant).helpers if current.grant.may(Permission.SEE_PEOPLE) else []
    with using_locale(known(current.patient.language) if current.grant.is_team else locale_tag()):
        drawn = render(
            f"paper/{sheet}.html",
            paper=printing.paper(current.patient.id, view),
            view=view,
            people=people,
            said=said,
            answers=decisions.ANSWERS,
            beside=beside,
            most=printing.MOST,
            helpers=helpers,
            size=size if size in SIZES else SIZES[0],
            today=clock.today(current.patient.time_zone),
        )
        return Markup(drawn), locale_tag(), direction()  # noqa: S704  a template of ours escaped it
