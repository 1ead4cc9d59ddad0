"""What the person says about one treatment: a side effect, too much, which way they lean. Each can be taken back."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.names import called
from app.care.people.patients import lead_of
from app.care.plan import who
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.treatment_words import alternatives
from app.care.treatments import lines, words
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import TreatmentWord
from app.patient.base import pages
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see

A_SCREEN = 3
"""Ways that stand side by side."""


@pages.get("/plan/items/<key>/side-effect", needs=Permission.LOG)
def side_effect(key: str) -> Any:
    return _form("side_effect", key, {"client_key": new_id()})


@pages.post("/plan/items/<key>/side-effect", needs=Permission.LOG)
def report_side_effect(key: str) -> Any:
    return _say("side_effect", key)


@pages.get("/plan/items/<key>/too-much", needs=Permission.LOG)
def too_much(key: str) -> Any:
    return _form("too_much", key, {"client_key": new_id()})


@pages.post("/plan/items/<key>/too-much", needs=Permission.LOG)
def say_too_much(key: str) -> Any:
    return _say("too_much", key)


@pages.get("/plan/items/<key>/ways", needs=Permission.SEE_PLAN)
def ways(key: str) -> Any:
    item = lines.one(current.session, current.grant, key)
    every = _ways(item.content)
    page = max(1, whole(request.args.get("page", "")) or 1)
    shown = every[(page - 1) * A_SCREEN : page * A_SCREEN]
    said = words.about(current.session, current.grant, key) if current.grant.may(Permission.SEE_PROGRESS) else None
    return render(
        "patient/treatments/ways.html", item=item, title=KINDS[item.kind].title(item.content), ways=shown, page=page,
        more=len(every) > page * A_SCREEN, lean=said.newest("lean") if said else None,
    )  # fmt: skip


@pages.post("/plan/items/<key>/ways", needs=Permission.DECIDE)
def lean(key: str) -> Any:
    row = words.say(
        current.session, current.grant, key, "lean", request.form.get("value", ""),
        client_key=request.form.get("client_key", ""),
    )  # fmt: skip
    return see("patient.said_word", word_id=row.id)


@pages.get("/plan/items/<key>/said", needs=Permission.SEE_PLAN)
def said_about(key: str) -> Any:
    item = words.versions.current_item(current.session, current.grant, key)
    heard = words.about(current.session, current.grant, key)
    ids = {row.actor_id for row in heard.rows}
    return render(
        "patient/treatments/about.html", item=item, title=KINDS[item.kind].title(item.content), heard=heard,
        people=who.called(current.session, current.grant, ids, current.patient),
    )  # fmt: skip


@pages.get("/plan/said/<word_id>", needs=Permission.SEE_PROGRESS)
def said_word(word_id: str) -> Any:
    row = words.one(current.session, current.grant, word_id)
    item = words.versions.current_item(current.session, current.grant, row.key)
    todo = lines.to_do_now(item, row) if row.undone_at is None else ""
    urgent = row.kind == "side_effect" and row.value == "serious"
    lead = lead_of(current.session, current.grant.patient_id) if row.kind in words.RAISES else None
    return render(
        "patient/treatments/said.html", row=row, title=KINDS[item.kind].title(item.content),
        act={"todo": todo, "urgent": urgent} if todo else None, takes_on=called(lead) if lead else "",
        people=who.called(current.session, current.grant, {row.actor_id}, current.patient),
    )  # fmt: skip


@pages.post("/plan/said/<word_id>/undo", needs=Permission.LOG)
def undo_said(word_id: str) -> Any:
    row = words.undo(current.session, current.grant, word_id)
    say(_("Taken back."))
    return see("patient.said_about", key=row.key)


def stored(key: str, kind: str, value: str) -> TreatmentWord:
    """What a form of this audience said, stored. Raises as ``words.say``."""
    typed = request.form
    return words.say(
        current.session, current.grant, key, kind, value, typed.get("words", ""),
        client_key=typed.get("client_key", ""),
    )  # fmt: skip


def _say(kind: str, key: str) -> Any:
    try:
        row = stored(key, kind, request.form.get("value", ""))
    except Invalid as wrong:
        return _form(kind, key, request.form, wrong.errors), 422
    except Conflict as used:
        return _form(kind, key, {**request.form, "client_key": new_id()}, {"value": used.words}), 409
    return see("patient.said_word", word_id=row.id)


def _form(kind: str, key: str, typed: Any, errors: dict[str, Any] | None = None) -> str:
    item = lines.one(current.session, current.grant, key)
    title = KINDS[item.kind].title(item.content)
    return render(f"patient/treatments/{kind}.html", item=item, title=title, typed=typed, errors=errors or {})


def _ways(content: dict[str, Any]) -> list[dict[str, str]]:
    """This treatment, then every other way, all with the same fields."""
    this = {
        "what": str(content["plain_name"]), "good": str(content.get("purpose") or ""), "value": "this",
        "bad": "; ".join(each["what"] for each in content.get("common") or []), "tag": _("In the plan"),
    }  # fmt: skip
    others = [{**each, "value": f"other.{n}", "tag": ""} for n, each in enumerate(alternatives(content))]
    return [this, *others]
