"""The person adds what the team does not know yet, and changes what they added themselves."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.facts import keeping, kinds, reading, when
from app.care.facts.kinds import Kind
from app.care.facts.kinds.allergy import HOW_BAD
from app.care.facts.kinds.medicine import USES
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.patient.base import pages
from app.patient.facts import is_own_page, may_change
from app.web.context import current
from app.web.render import render, say, see

LISTS = {"how_bad": HOW_BAD, "use": USES}


@pages.get("/me/facts/about/<fact_kind>/new", needs=Permission.CORRECT_FACTS)
def my_new_fact(fact_kind: str) -> Any:
    return _form(_addable(fact_kind), {"client_key": new_id()}, {})


@pages.post("/me/facts/about/<fact_kind>/new", needs=Permission.CORRECT_FACTS)
def add_my_fact(fact_kind: str) -> Any:
    kind, typed = _addable(fact_kind), request.form.to_dict()
    try:
        keeping.add(current.session, current.grant, kind.name, typed, client_key=typed.get("client_key", ""))
    except Invalid as problem:
        return _form(kind, typed, problem.errors), 422
    except Conflict as problem:
        return _form(kind, typed | {"client_key": new_id()}, [problem.words]), 409
    say(_("Written down. Your team looks at it."))
    return see("patient.my_facts_of", fact_kind=kind.name)


@pages.get("/me/facts/<fact_id>/change", needs=Permission.CORRECT_FACTS)
def my_change(fact_id: str) -> Any:
    view = reading.one(current.session, current.grant, fact_id)[0]
    if not may_change(view):
        return see("patient.my_fact", fact_id=fact_id)
    content = view.row.content
    dates = {f"since-{part}": text for part, text in when.parts(content.get("since")).items()}
    return _form(view.kind, dict(content) | dates | {"client_key": new_id()}, {}, view.row.id)


@pages.post("/me/facts/<fact_id>/change", needs=Permission.CORRECT_FACTS)
def store_my_change(fact_id: str) -> Any:
    typed = request.form.to_dict()
    view = reading.one(current.session, current.grant, fact_id)[0]
    content = {name: value for name, value in view.row.content.items() if name != "since"} | typed
    try:
        row = keeping.correct(
            current.session, current.grant, fact_id, content, client_key=typed.get("client_key", "")
        )
    except Invalid as problem:
        return _form(view.kind, typed, problem.errors, fact_id), 422
    say(_("Written down. Your earlier words stay in the history."))
    return see("patient.my_fact", fact_id=row.id)


@pages.post("/me/facts/<fact_id>/end", needs=Permission.CORRECT_FACTS)
def end_my_fact(fact_id: str) -> Any:
    """What the person added is no longer so."""
    row = keeping.end(current.session, current.grant, fact_id, request.form.get("reason", ""))
    say(_("Ended. It stays in the history."))
    return see("patient.my_facts_of", fact_kind=row.kind)


def _addable(fact_kind: str) -> Kind:
    kind = kinds.known(fact_kind)
    if kind.add is None:
        raise NotFound()
    return kind


def _form(kind: Kind, typed: Any, errors: Any, fact_id: str = "") -> str:
    return render(
        "patient/facts/form.html", kind=kind, typed=typed, errors=errors, fact_id=fact_id, lists=LISTS,
        own=is_own_page(),
    )  # fmt: skip
