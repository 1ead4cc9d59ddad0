"""Ideas of the team for the next talk, each with its source and its last day; into the draft once talked about."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.patients import names
from app.care.plan import proposals
from app.care.plan.kinds import KINDS
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.models import ItemChange
from app.provider.base import record
from app.provider.draft_lines import draft, person
from app.web.context import current
from app.web.render import render, say, see


@record.get("/plan/edit/proposals", needs=Permission.EDIT_PLAN)
def team_proposals() -> Any:
    """What the team would like to bring up. None of it is part of the plan."""
    return _page()


@record.post("/plan/edit/proposals/<change_id>/talked", needs=Permission.EDIT_PLAN)
def proposal_talked_about(change_id: str) -> Any:
    """After the talk it becomes a line of the draft."""
    try:
        row = proposals.talked_about(current.session, current.grant, change_id)
    except Conflict as problem:
        current.session.rollback()
        return _page([problem.words]), 409
    say(_("It is in your draft now. Word it as you agreed it with %(name)s.", name=person()))
    return see("record.editor_line", key=row.key)


@record.post("/plan/edit/proposals/<change_id>/drop", needs=Permission.EDIT_PLAN)
def proposal_dropped(change_id: str) -> Any:
    """Drop it, with the reason why it is not for this person."""
    field = f"why-{change_id}"
    words = request.form.get(field, "")
    try:
        proposals.drop(current.session, current.grant, change_id, words)
    except Invalid as problem:
        current.session.rollback()
        return _page({field: problem.fields["why"]}, change_id, words), 422
    except Conflict as problem:
        current.session.rollback()
        return _page([problem.words], change_id, words), 409
    say(_("Dropped. The reason is kept."))
    return see("record.team_proposals")


def _page(errors: Any = None, open_id: str = "", typed: str = "") -> str:
    rows = draft().view.proposals
    called = names(current.session, {row.author_id for row in rows})
    lines = [_line(row, called, errors, row.id == open_id, typed) for row in rows]
    return render("provider/editor/proposals.html", lines=lines, person=person(), errors=errors)


def _line(row: ItemChange, called: dict[str, str], errors: Any, is_open: bool, typed: str) -> dict[str, Any]:
    kind = KINDS[row.kind]
    return {
        "id": row.id,
        "kind": kind,
        "title": kind.title(row.content),
        "facts": kind.lines(row.content),
        "who": _("%(name)s, on %(day)s", name=called.get(row.author_id, ""), day=format_day(row.created_at)),
        "source": row.source,
        "until": row.expires_on,
        "stale": proposals.is_stale(row, current.today),
        "open": is_open,
        "typed": typed if is_open else "",
        "error": errors.get(f"why-{row.id}") if isinstance(errors, dict) else None,
    }
