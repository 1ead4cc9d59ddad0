"""My part, their part, not theirs: who does what, who takes it on, and what stays out (P11)."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import around
from app.care.plan import parts, parts_list
from app.care.plan.sections import PATIENT
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/parts", endpoint="parts", needs=Permission.SEE_PLAN)
def parts_page() -> Any:
    return _page({}, {})


@pages.post("/plan/items/<key>/part", needs=Permission.SEE_PLAN)
def answer_part(key: str) -> Any:
    open_plan().one(key)
    form = request.form
    try:
        parts.answer(current.session, current.grant, key, form.get("answer", ""), form.get(f"words-{key}", ""))
    except Invalid as wrong:
        return _page(form, {f"words-{key}": wrong.fields.get("words", wrong.words)}), 422
    say(_("Kept. Everybody on the plan sees it."))
    return see("patient.parts")


@pages.post("/plan/parts/not-theirs", needs=Permission.OWN_LIFE)
def say_not_theirs() -> Any:
    form = request.form
    try:
        parts.say_not_theirs(current.session, current.grant, form.get("owner", ""), form.get("words", ""))
    except Invalid as wrong:
        return _page(form, wrong.errors), 422
    say(_("Kept. Your team sees it too."))
    return see("patient.parts")


@pages.post("/plan/parts/not-theirs/<row_id>/end", needs=Permission.OWN_LIFE)
def end_not_theirs(row_id: str) -> Any:
    parts.end_not_theirs(current.session, current.grant, row_id)
    say(_("Taken off the list."))
    return see("patient.parts")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    view = open_plan()
    grant = current.grant
    away = parts.not_theirs(current.session, grant)
    said = parts.newest(current.session, grant)
    people = people_of(view, *(row.owner for row in away), *(row.actor_id for row in said.values()))
    owners = {PATIENT: people.owner(PATIENT)}
    if grant.may(Permission.OWN_LIFE):
        found = around.of(current.session, grant)
        owners |= {each.id: people.name(each.id) if each.id in people.accounts else each.name
                   for _row, each in (*found.team, *found.helpers)}  # fmt: skip
    return render(
        "patient/plan/parts.html", people=people, owners=list(owners.items()), typed=typed, errors=errors,
        parts=parts_list.build([line.item for line in view.items], said, away), is_theirs=parts.is_theirs,
        answers=parts.ANSWERS,
    )  # fmt: skip
