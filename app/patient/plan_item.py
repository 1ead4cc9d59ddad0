"""One line of the plan: who, when, how; what was asked, what was answered, what the person can do with it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import day, item_words, said, wishes
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import after, open_plan, people_of
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/items/<key>", needs=Permission.SEE_PLAN)
def plan_item(key: str) -> Any:
    return show_item(key)


def show_item(key: str, typed: str = "", problem: Any = None, errors: dict[str, Any] | None = None) -> str:
    """The page of one line; with what was typed and why it was not stored, after a refusal."""
    view = open_plan()
    line = view.one(key)
    sorts = item_words.FOR_KIND.get(line.item.kind, ())
    words_said = item_words.newest(current.session, current.grant, key) if sorts else {}
    return render(
        "patient/plan/item.html",
        view=view,
        line=line,
        people=people_of(view, *(row.actor_id for row in words_said.values())),
        word_sorts=sorts,
        word_choices=item_words.SORTS,
        words_said=words_said,
        said=said,
        shown_to_helpers=line.kind.is_private and key in wishes.shown_keys(current.session, current.grant),
        on_day=day.on_my_day(current.session, current.grant),
        following=after(view, key),
        just_answered="answered" in request.args,
        next_open=next((other for other in view.open_items if other.key != key), None),
        typed=typed,
        problem=problem,
        errors=errors or {},
    )


@pages.post("/plan/items/<key>/day", needs=Permission.OWN_DAY)
def choose_day(key: str) -> Any:
    wish = request.form.get("on", "")
    if wish not in ("yes", "no"):
        raise Invalid()
    if wish == "yes":
        day.put_on(current.session, current.grant, key)
        say(_("This is on your day now."))
    else:
        day.take_off(current.session, current.grant, key)
        say(_("This is off your day. Its reminders have stopped."))
    return see("patient.plan_item", key=key)
