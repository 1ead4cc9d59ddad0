"""What the person suggests for the plan: taken into the draft, or answered with words that they read."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.patients import names
from app.care.plan import drafting
from app.care.plan.kinds import KINDS
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.models import ItemChange
from app.provider.base import record
from app.provider.draft_lines import Draft, draft, person
from app.web.context import current
from app.web.render import render, say, see


@record.get("/plan/suggestions", needs=Permission.EDIT_PLAN)
def suggestions() -> Any:
    """Suggestions that wait, the oldest first."""
    return _page()


@record.post("/plan/suggestions/<change_id>/accept", needs=Permission.EDIT_PLAN)
def suggestion_accept(change_id: str) -> Any:
    """Take it into the draft as it was written."""
    try:
        row = drafting.accept(current.session, current.grant, change_id)
    except (Conflict, Invalid) as problem:
        current.session.rollback()
        return _page([problem.words]), problem.status
    say(_("It is in the draft now, in the words of %(name)s.", name=person()))
    return see("record.editor_line", key=row.key)


@record.post("/plan/suggestions/<change_id>/decline", needs=Permission.EDIT_PLAN)
def suggestion_decline(change_id: str) -> Any:
    """Say why not, in words for the person."""
    field = f"words-{change_id}"
    words = request.form.get(field, "")
    try:
        drafting.decline(current.session, current.grant, change_id, words)
    except Invalid as problem:
        current.session.rollback()
        return _page({field: problem.fields.get("words", problem.words)}, change_id, words), 422
    except Conflict as problem:
        current.session.rollback()
        return _page([problem.words], change_id, words), 409
    say(_("%(name)s reads your words beside the suggestion.", name=person()))
    return see("record.suggestions")


def _page(errors: Any = None, open_id: str = "", typed: str = "") -> str:
    drafted = draft()
    waiting = drafted.view.suggestions
    said_by = names(current.session, {row.author_id for row in waiting})
    lines = [_line(row, drafted, said_by, errors, row.id == open_id, typed) for row in waiting]
    return render("provider/suggestions/list.html", suggestions=lines, person=person(), errors=errors, draft=drafted)


def _line(
    row: ItemChange, drafted: Draft, said_by: dict[str, str], errors: Any, is_open: bool, typed: str
) -> dict[str, Any]:
    kind = KINDS[row.kind]
    before = drafted.one(row.key) if row.action != "add" else None
    actions = {
        "add": _("%(name)s would like to add this", name=person()),
        "change": _("%(name)s would like to change this", name=person()),
        "remove": _("%(name)s would like to take this out", name=person()),
    }
    return {
        "id": row.id,
        "icon": kind.icon,
        "kind_words": kind.words,
        "action_words": actions[row.action],
        "who": who_and_when(row, said_by.get(row.author_id, "")),
        "title": kind.title(row.content),
        "facts": kind.lines(row.content),
        "text": kind.as_text(row.content) if row.action != "remove" else "",
        "before_text": before.draft.kind.as_text(before.draft.item.content) if before and before.draft.item else "",
        "reason": row.reason,
        "open": is_open,
        "typed": typed if is_open else "",
        "error": errors.get(f"words-{row.id}") if isinstance(errors, dict) else None,
    }


def who_and_when(row: ItemChange, name: str) -> str:
    """Who wrote it and when; somebody who helps is named beside the person."""
    day = format_day(row.created_at)
    if row.capacity == "proxy":
        return _("%(name)s for %(person)s, on %(day)s", name=name, person=person(), day=day)
    return _("%(name)s, on %(day)s", name=name, day=day)
