"""What colleagues have in their own drafts of this plan, and taking a line of theirs into one's own."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.patients import names
from app.care.plan import colleagues
from app.care.plan.kinds import KINDS
from app.errors import Conflict
from app.i18n import _, format_day
from app.models import ItemChange
from app.provider.base import record
from app.provider.draft_lines import Draft, draft, with_facts
from app.web.context import current
from app.web.render import render, say, see


@record.get("/plan/edit/colleagues", needs=Permission.EDIT_PLAN)
def colleagues_drafts() -> Any:
    """Every line that somebody else of the team has drafted."""
    return _page()


@record.post("/plan/edit/colleagues/<change_id>", needs=Permission.EDIT_PLAN)
def colleague_take_in(change_id: str) -> Any:
    """Take one line into one's own draft; with both texts when one drafted it oneself."""
    try:
        row = colleagues.take_in(
            current.session, current.grant, change_id, instead=request.form.get("instead") == "yes"
        )
    except Conflict as problem:
        current.session.rollback()
        return _page(problem, change_id), 409
    say(_("It is in your draft now. The draft of your colleague stays as it is."))
    return see("record.editor_line", key=row.key) if row.action != "remove" else see("record.editor")


def _page(problem: Conflict | None = None, change_id: str = "") -> str:
    drafted = draft()
    rows = drafted.view.colleagues
    called = names(current.session, {row.drafter_id for row in rows if row.drafter_id})
    return render(
        "provider/editor/colleagues.html",
        lines=[_line(row, drafted, called) for row in rows],
        problem=problem,
        open_id=change_id,
    )


def _line(row: ItemChange, drafted: Draft, called: dict[str, str]) -> dict[str, Any]:
    kind = KINDS[row.kind]
    own = drafted.one(row.key)
    item = own.draft.item if own else None
    return {
        "id": row.id,
        "kind": kind,
        "title": kind.title(row.content),
        "who": _("%(name)s, on %(day)s", name=called.get(row.drafter_id or "", ""), day=format_day(row.updated_at)),
        "before": with_facts(kind.as_text(item.content), item, drafted.owners) if item else None,
        "now": None if row.action == "remove" else _now(row, drafted),
        "reason": row.reason,
        "mine": bool(own and own.draft.change),
    }


def _now(row: ItemChange, drafted: Draft) -> str:
    return with_facts(KINDS[row.kind].as_text(row.content), row, drafted.owners)
