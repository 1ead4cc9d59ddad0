"""Writing a fact down and wording it anew. Two people at once: both texts are shown, and nothing is lost."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.facts import keeping, kinds, reading, when
from app.care.facts import say as words
from app.care.facts.kinds import Kind
from app.care.facts.kinds.allergy import HOW_BAD, KNOWN
from app.care.facts.kinds.diagnosis import STATUSES
from app.care.facts.kinds.medicine import USE_WORDS, WHYS
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.facts import people_of
from app.web import incoming
from app.web.context import current
from app.web.render import render, say, see

DATES = ("since", "on")
LISTS = {"status": STATUSES, "known": KNOWN, "how_bad": HOW_BAD, "use": USE_WORDS, "why": WHYS}


@record.get("/facts/new/<fact_kind>", needs=Permission.KEEP_FACTS)
def new_fact(fact_kind: str) -> Any:
    return _form(kinds.known(fact_kind), {"client_key": new_id(), "source": "team"}, {})


@record.post("/facts/new/<fact_kind>", needs=Permission.KEEP_FACTS)
def add_fact(fact_kind: str) -> Any:
    kind, typed = kinds.known(fact_kind), typed_now()
    try:
        keeping.add(
            current.session, current.grant, kind.name, typed, client_key=typed.get("client_key", ""), **_from(typed)
        )
    except Invalid as problem:
        return _form(kind, typed, problem.errors), 422
    except Conflict as problem:
        return _form(kind, typed | {"client_key": new_id()}, {"": problem.words}), 409
    say(_("Written down."))
    return see("record.facts", _anchor=f"kind-{kind.name}")


@record.get("/facts/<fact_id>/correct", needs=Permission.KEEP_FACTS)
def correct_fact(fact_id: str) -> Any:
    view = reading.one(current.session, current.grant, fact_id)[0]
    if view.row.ended_at is not None:
        return see("record.fact", fact_id=fact_id)
    source = "team" if view.row.source == "import" else view.row.source
    known = {"client_key": new_id(), "source": source, "source_words": view.row.source_words}
    statement = request.args.get("statement", "")
    typed = with_dates(view.row.content) | known | {"statement": statement, "back": request.args.get("back", "")}
    return _form(view.kind, typed, {}, view)


@record.post("/facts/<fact_id>/correct", needs=Permission.KEEP_FACTS)
def store_correction(fact_id: str) -> Any:
    typed = typed_now()
    try:
        row = keeping.correct(
            current.session, current.grant, fact_id, typed, client_key=typed.get("client_key", ""),
            statement_id=typed.get("statement", ""), **_from(typed),
        )  # fmt: skip
    except Invalid as problem:
        view = reading.one(current.session, current.grant, fact_id)[0]
        return _form(view.kind, typed, problem.errors, view), 422
    except Conflict as problem:
        view = reading.one(current.session, current.grant, fact_id)[0]
        return _form(view.kind, typed | {"client_key": new_id()}, {}, view, problem), 409
    say(_("Written down. The earlier wording stays in the history."))
    if typed.get("back") == "profile":
        return see("record.profile", _anchor="known")
    return see("record.fact", fact_id=row.id)


def typed_now() -> dict[str, Any]:
    """What a form about a fact brought, lists as lists."""
    return request.form.to_dict() | {"why": request.form.getlist("why")}


def with_dates(content: Any) -> dict[str, Any]:
    """Content as a form shows it: dates in three parts."""
    parts = {
        f"{name}-{part}": text
        for name in DATES
        if name in content
        for part, text in when.parts(content[name]).items()
    }
    return dict(content) | parts


def _from(typed: dict[str, Any]) -> dict[str, Any]:
    """Source, its words and its day. Raises ``Invalid`` at "said_on"."""
    try:
        said_on = incoming.day(typed.get("said_on", ""))
    except ValueError:
        raise Invalid(fields={"said_on": _("Choose the day on which it was said or written.")}) from None
    if said_on and said_on > current.today:
        raise Invalid(fields={"said_on": _("This day has not come yet.")})
    return {"source": typed.get("source", ""), "source_words": typed.get("source_words", ""), "said_on": said_on}


def _form(kind: Kind, typed: Any, errors: Any, view: Any = None, conflict: Conflict | None = None) -> str:
    said = next((one for one in view.said if one.id == typed.get("statement")), None) if view else None
    return render(
        "provider/facts/form.html", kind=kind, typed=typed, errors=errors, view=view, conflict=conflict, said=said,
        people=people_of([view] if view else []), words=words, lists=LISTS, sources=keeping.SOURCES,
    )  # fmt: skip
