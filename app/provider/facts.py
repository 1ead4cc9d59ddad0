"""What we know about a person: each fact with its source and how fresh it is, its history, and one tap to confirm."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.facts import keeping, reading, saying
from app.care.facts import say as words
from app.care.facts.kinds import KINDS
from app.care.facts.reading import FactView
from app.care.plan import who
from app.db import new_id
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/facts", needs=Permission.KEEP_FACTS)
def facts() -> Any:
    """All that stands, kind by kind; what asks for somebody's eye comes first in each."""
    views = reading.current(current.session, current.grant)
    sorts = [
        (kind, sorted((view for view in views if view.row.kind == kind.name), key=lambda view: not view.asks))
        for kind in KINDS.values()
    ]
    return render("provider/facts/list.html", sorts=sorts, people=people_of(views), words=words)


@record.get("/facts/<fact_id>", needs=Permission.KEEP_FACTS)
def fact(fact_id: str) -> Any:
    """One fact with what was said about it, and every earlier wording."""
    return fact_page(fact_id, {}, {})


@record.post("/facts/<fact_id>/confirm", needs=Permission.KEEP_FACTS)
def confirm_fact(fact_id: str) -> Any:
    """Still right: one tap."""
    row = saying.confirm(current.session, current.grant, fact_id)
    say(_("Confirmed: %(title)s", title=KINDS[row.kind].title(row.content)))
    if request.form.get("back") == "profile":
        return see("record.profile", _anchor="known")
    return see("record.facts", _anchor=f"kind-{row.kind}")


@record.post("/facts/<fact_id>/end", needs=Permission.KEEP_FACTS)
def end_fact(fact_id: str) -> Any:
    """It is no longer so, or never was; the row stays readable."""
    typed = request.form
    try:
        row = keeping.end(
            current.session, current.grant, fact_id, typed.get("reason", ""), typed.get("words", ""),
            statement_id=typed.get("statement", ""),
        )  # fmt: skip
    except Invalid as problem:
        return fact_page(fact_id, typed, problem.errors), 422
    say(_("Ended. It stays in the history."))
    return see("record.fact", fact_id=row.id)


def fact_page(fact_id: str, typed: Any, errors: dict[str, Any]) -> str:
    """The page of one fact, also when ending it was refused."""
    views = reading.one(current.session, current.grant, fact_id)
    return render(
        "provider/facts/fact.html", view=views[0], before=views[1:], people=people_of(views), words=words,
        typed=typed, errors=errors, reasons=keeping.REASONS, client_key=new_id(),
    )  # fmt: skip


def people_of(views: list[FactView]) -> who.People:
    """Names for everybody on a page about these facts."""
    ids = {id_ for view in views for id_ in view.people}
    return who.called(current.session, current.grant, ids, current.patient)
