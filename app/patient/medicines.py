"""What somebody really takes: one medicine a screen, four equal answers, and a reason if they like."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.facts import reading, saying
from app.care.facts import say as words
from app.care.facts.kinds.medicine import USE_WORDS, USES, WHYS
from app.care.facts.reading import FactView
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.patient.base import pages
from app.patient.facts import is_own_page, people_of
from app.web.context import current
from app.web.render import render, say, see


def _all() -> list[FactView]:
    """The medicines in an order that corrections do not change."""
    views = reading.current(current.session, current.grant, "medicine")
    return sorted(views, key=lambda view: view.row.line)


@pages.get("/me/medicines", needs=Permission.SEE_FACTS)
def medicines() -> Any:
    """All of them with what was last said, and the way through them one by one."""
    views = _all()
    return render(
        "patient/facts/medicines.html", views=views, people=people_of(views), words=words, own=is_own_page(),
        done=request.args.get("done") == "yes",
    )  # fmt: skip


@pages.get("/me/medicines/<fact_id>", needs=Permission.CORRECT_FACTS)
def medicine(fact_id: str) -> Any:
    return _page(fact_id, {"client_key": new_id()}, {})


@pages.post("/me/medicines/<fact_id>", needs=Permission.CORRECT_FACTS)
def say_medicine(fact_id: str) -> Any:
    typed, why = request.form, request.form.getlist("why")
    given = {name: typed.get(name, "") for name in ("use", "words", "client_key")}
    try:
        said = saying.taking(current.session, current.grant, fact_id, why=why, **given)
    except Invalid as problem:
        return _page(fact_id, given | {"why": why}, problem.errors), 422
    except Conflict as problem:
        return _page(fact_id, given | {"why": why, "client_key": new_id()}, {}, problem), 409
    views = _all()
    at = next((n for n, view in enumerate(views) if view.row.line == said.line), len(views))
    say(_("Stored. Thank you."))
    if at + 1 < len(views):
        return see("patient.medicine", fact_id=views[at + 1].row.id)
    return see("patient.medicines", done="yes")


def _page(fact_id: str, typed: dict[str, Any], errors: dict[str, Any], conflict: Conflict | None = None) -> str:
    line, views = reading.one(current.session, current.grant, fact_id)[0].row.line, _all()
    at = next((n for n, view in enumerate(views) if view.row.line == line), None)
    if at is None:
        raise NotFound()
    following = views[at + 1].row.id if at + 1 < len(views) else ""
    own = is_own_page()
    return render(
        "patient/facts/medicine.html", view=views[at], at=at + 1, of=len(views), following=following, own=own,
        typed=typed, errors=errors, conflict=conflict, people=people_of(views), words=words, whys=WHYS,
        uses={name: (USES if own else USE_WORDS)[name] for name in USES},
    )  # fmt: skip
