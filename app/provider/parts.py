"""Whose part is what, for the team: their own lines to take on, what nobody took on, what is not somebody's."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import owners
from app.care.plan import parts, parts_list, versions, who
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.render import render, say, see

EDIT = Permission.EDIT_PLAN


@record.get("/plan/parts", endpoint="parts", needs=EDIT)
def parts_page() -> Any:
    """Everybody's part, with what was not taken on."""
    return _page({}, {})


@record.post("/plan/parts/<key>", needs=EDIT)
def answer_own_part(key: str) -> Any:
    """Take one's own line on, or say that one cannot."""
    form = request.form
    try:
        parts.answer(current.session, current.grant, key, form.get("answer", ""), form.get(f"words-{key}", ""))
    except Invalid as problem:
        current.session.rollback()
        return _page(form, {f"words-{key}": problem.fields.get("words", problem.words)}), 422
    say(_("Kept. %(name)s sees it.", name=person()))
    return see("record.parts")


@record.post("/plan/parts/not-theirs", needs=EDIT)
def say_what_is_not_theirs() -> Any:
    """Say what is not somebody's to do."""
    form = request.form
    try:
        parts.say_not_theirs(current.session, current.grant, form.get("owner", ""), form.get("words", ""))
    except Invalid as problem:
        current.session.rollback()
        return _page(form, problem.errors), 422
    say(_("Kept. %(name)s sees it.", name=person()))
    return see("record.parts")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    session, grant = current.session, current.grant
    version = versions.newest(session, grant)
    items = versions.items_of(session, grant, [version.number])[version.number] if version else []
    said, away = parts.newest(session, grant), parts.not_theirs(session, grant)
    ids = {item.owner for item in items} | {row.actor_id for row in said.values()}
    ids |= {id_ for row in away for id_ in (row.actor_id, row.owner)}
    return render(
        "provider/life/parts.html",
        person=person(),
        people=who.called(session, grant, ids, current.patient),
        parts=parts_list.build(items, said, away),
        is_theirs=parts.is_theirs,
        answers=parts.ANSWERS,
        owners=list(owners.of(session, grant, person()).items()),
        typed=typed,
        errors=errors,
    )
