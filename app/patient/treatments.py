"""One treatment after another: how much each is wanted, and how each goes before a review."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan.kinds import KINDS
from app.care.treatments import lines, words
from app.care.treatments.choices import SORT
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import PlanItem
from app.patient.base import pages
from app.patient.treatment import stored
from app.web.context import current
from app.web.render import render, see


@pages.get("/plan/treatments/sort", needs=Permission.DECIDE)
def sort_treatments() -> Any:
    return _walk("sort")


@pages.post("/plan/treatments/<key>/sort", needs=Permission.DECIDE)
def sort_treatment(key: str) -> Any:
    return _store("sort", key, request.form.get("value", ""))


@pages.get("/plan/treatments/mark", needs=Permission.LOG)
def mark_treatments() -> Any:
    return _walk("mark")


@pages.post("/plan/treatments/<key>/mark", needs=Permission.LOG)
def mark_treatment(key: str) -> Any:
    return _store("mark", key, ",".join(request.form.getlist("value"))[:200])


@pages.get("/plan/treatments", needs=Permission.SEE_PROGRESS)
def treatments_said() -> Any:
    items = lines.every(current.session, current.grant)
    said = words.by_line(current.session, current.grant)
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in (*SORT, "")}
    for item in items:
        about = said.get(item.key, words.Said())
        sorted_as, marked = about.newest("sort"), about.newest("mark")
        groups[sorted_as.value if sorted_as else ""].append(
            {"key": item.key, "title": _title(item), "mark": lines.in_words(marked) if marked else ""}
        )
    named = {**SORT, "": _("Not sorted yet")}
    shown = [{"name": name or "rest", "words": named[name], "lines": found} for name, found in groups.items()]
    return render("patient/treatments/all.html", items=items, groups=shown)


def _store(step: str, key: str, value: str) -> Any:
    try:
        stored(key, step, value)
    except Invalid as wrong:
        return _walk(step, key, request.form, wrong.errors), 422
    except Conflict as used:
        return _walk(step, key, {**request.form, "client_key": new_id()}, {"value": used.words}), 409
    keys = [item.key for item in lines.every(current.session, current.grant)]
    following = keys[keys.index(key) + 1 :]
    if not following:
        return see("patient.treatments_said")
    return see(f"patient.{step}_treatments", at=following[0])


def _walk(step: str, at: str = "", typed: Any = None, errors: dict[str, Any] | None = None) -> Any:
    """The treatment ``at`` (or of the address; the first without), or the list when there is none."""
    items = lines.every(current.session, current.grant)
    if not items:
        return treatments_said()
    at = at or request.args.get("at", "") or items[0].key
    number = next((n for n, item in enumerate(items) if item.key == at), None)
    if number is None:
        raise NotFound()
    item = items[number]
    before = words.about(current.session, current.grant, item.key).newest(step)
    facts = dict(typed) if typed is not None else {"client_key": new_id(), "words": ""}
    facts["marks"] = request.form.getlist("value") if typed is not None else _picked_before(step, before)
    return render(
        "patient/treatments/one.html", step=step, item=item, title=_title(item), at=number + 1, of=len(items),
        before=before, typed=facts, errors=errors or {},
        following=items[number + 1].key if number + 1 < len(items) else None,
    )  # fmt: skip


def _picked_before(step: str, before: Any) -> list[str]:
    return before.value.split(",") if step == "mark" and before else []


def _title(item: PlanItem) -> str:
    return KINDS[item.kind].title(item.content)
