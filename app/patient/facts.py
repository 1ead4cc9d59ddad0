"""What the team knows about the person: where each fact comes from, "still right", and "this is not right"."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.facts import keeping, kinds, reading, saying
from app.care.facts import say as words
from app.care.facts.kinds import KINDS
from app.care.facts.reading import FactView
from app.care.plan import who
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/me/facts", needs=Permission.SEE_FACTS)
def my_facts() -> Any:
    """The sections, with how much is in each and how much wants a look."""
    views = reading.current(current.session, current.grant)
    sorts = [(kind, [view for view in views if view.row.kind == kind.name]) for kind in KINDS.values()]
    return render("patient/facts/index.html", sorts=sorts, own=is_own_page())


@pages.get("/me/facts/about/<fact_kind>", needs=Permission.SEE_FACTS)
def my_facts_of(fact_kind: str) -> Any:
    return _section(fact_kind)


@pages.get("/me/facts/<fact_id>", needs=Permission.SEE_FACTS)
def my_fact(fact_id: str) -> Any:
    """One fact: all that was said about it, and how it was worded before."""
    views = reading.one(current.session, current.grant, fact_id)
    return render(
        "patient/facts/fact.html", view=views[0], before=views[1:], people=people_of(views), words=words,
        own=is_own_page(), may_change=may_change(views[0]),
    )  # fmt: skip


@pages.post("/me/facts/<fact_id>/right", needs=Permission.CORRECT_FACTS)
def fact_right(fact_id: str) -> Any:
    """Still right: one tap."""
    row = saying.confirm(current.session, current.grant, fact_id)
    say(_("Stored: still right. Thank you."))
    return see("patient.my_facts_of", fact_kind=row.kind)


@pages.post("/me/facts/<fact_id>/not-right", needs=Permission.CORRECT_FACTS)
def fact_not_right(fact_id: str) -> Any:
    """What is not right, in own words; the team reads it beside what it has."""
    name, typed = f"words-{fact_id}", request.form
    try:
        said = saying.not_right(
            current.session, current.grant, fact_id, typed.get(name, ""), typed.get("client_key", "")
        )
    except (Invalid, Conflict) as problem:
        kind = reading.one(current.session, current.grant, fact_id)[0].row.kind
        fields = problem.fields if isinstance(problem, Invalid) else {}
        errors = {name: fields.get("words", problem.words)}
        return _section(kind, {name: typed.get(name, "")}, errors, problem), problem.status
    say(_("Sent. Your team reads your words beside this line."))
    kind = reading.one(current.session, current.grant, said.fact_id)[0].row.kind
    return see("patient.my_facts_of", fact_kind=kind)


def _section(fact_kind: str, typed: Any = None, errors: Any = None, problem: Any = None) -> str:
    kind = kinds.known(fact_kind)
    views = reading.current(current.session, current.grant, kind.name)
    views.sort(key=lambda view: not view.asks_the_person)
    conflict = problem if isinstance(problem, Conflict) else None
    return render(
        "patient/facts/section.html", kind=kind, views=views, people=people_of(views), words=words, own=is_own_page(),
        typed=typed or {}, errors=errors or {}, conflict=conflict, new_key=new_id, may_change=may_change,
    )  # fmt: skip


def people_of(views: list[FactView]) -> who.People:
    """Names for everybody on a page about these facts."""
    ids = {id_ for view in views for id_ in view.people}
    return who.called(current.session, current.grant, ids, current.patient)


def is_own_page() -> bool:
    """Whether the reader is the person, not who helps them."""
    return current.grant.capacity is Capacity.SELF


def may_change(view: FactView) -> bool:
    """Whether the reader wrote this fact, so that they change it themselves."""
    row = view.row
    if row.ended_at is not None or not current.grant.may(Permission.CORRECT_FACTS) or not keeping.is_own(row):
        return False
    return is_own_page() or row.actor_id == current.grant.actor_id
