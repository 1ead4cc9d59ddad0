"""What the person says about a fact, beside what we have: take it over, or keep ours with words that they read."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.facts import answering, reading
from app.care.facts import say as words
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.facts import people_of
from app.web.context import current
from app.web.render import render, say, see


@record.get("/facts/said/<statement_id>", needs=Permission.KEEP_FACTS)
def fact_said(statement_id: str) -> Any:
    return _page(statement_id, "", {})


@record.post("/facts/said/<statement_id>/take", needs=Permission.KEEP_FACTS)
def take_statement(statement_id: str) -> Any:
    """How a medicine is really taken goes into the fact as it was said."""
    key = request.form.get("client_key", "")
    row = answering.take_use(current.session, current.grant, statement_id, key)
    say(_("Taken over, as they said it."))
    return see("record.fact", fact_id=row.id)


@record.post("/facts/said/<statement_id>/keep", needs=Permission.KEEP_FACTS)
def keep_fact(statement_id: str) -> Any:
    """Ours stays; the person reads why, and their words stay beside it."""
    typed = request.form.get("words", "")
    try:
        answering.keep(current.session, current.grant, statement_id, typed)
    except Invalid as problem:
        return _page(statement_id, typed, problem.errors), 422
    except Conflict as problem:
        return _page(statement_id, typed, {}, problem), 409
    assert current.patient is not None
    say(_("Kept. %(name)s reads your words beside it.", name=current.patient.preferred_name))
    return see("record.facts")


def _page(statement_id: str, typed: str, errors: dict[str, Any], conflict: Conflict | None = None) -> str:
    said = reading.statement(current.session, current.grant, statement_id)
    views = reading.one(current.session, current.grant, said.fact_id)
    return render(
        "provider/facts/said.html", said=said, view=views[0], people=people_of(views), words=words, typed=typed,
        errors=errors, conflict=conflict, client_key=new_id(),
    )  # fmt: skip
