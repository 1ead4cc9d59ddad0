"""One line of the plan: who, when, how; what was asked, what was answered, what the person can do with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.attachments import keeping
from app.care.plan import day, item_words, labels, notes, pulling, question_replies, said, threads, wishes
from app.care.plan.how_answered import FORMATS
from app.db import new_id
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.explain import clarity_of
from app.patient.plan_shared import after, open_plan
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/items/<key>", needs=Permission.SEE_PLAN)
def plan_item(key: str) -> Any:
    return show_item(key)


def show_item(
    key: str, typed: str = "", problem: Any = None, errors: dict[str, Any] | None = None, note: str = ""
) -> str:
    """The page of one line; with what was typed and why it was not stored, after a refusal."""
    view = open_plan()
    line = view.one(key)
    if line.is_folded and not problem:
        return render("patient/plan/folded.html", line=line, said=said)
    sorts = item_words.FOR_KIND.get(line.item.kind, ())
    words_said = item_words.newest(current.session, current.grant, key) if sorts else {}
    attached = keeping.beside(current.session, current.grant, key)
    beside = notes.by_line(current.session, current.grant).get(key, [])
    pulls = pulling.of(current.session, current.grant, key)
    names = {row.actor_id for row in words_said.values()} | {row.actor_id for row in beside}
    names |= {row.actor_id for row in pulls}
    names |= {id_ for row in attached for id_ in (row.by_id, row.removed_by_id) if id_}
    return render(
        "patient/plan/item.html",
        view=view,
        line=line,
        **clarity_of(view, [line], line.key, *names),
        pulls=pulls,
        word_sorts=sorts,
        word_choices=item_words.SORTS,
        words_said=words_said,
        more={sort: request.form.get(f"more_{sort}", "") for sort in sorts},
        attached=attached,
        may_remove=partial(keeping.may_remove, current.grant),
        what=request.form.get("what", ""),
        said=said,
        shown_to_helpers=line.kind.is_private and key in wishes.shown_keys(current.session, current.grant),
        threads=threads,
        may_close=question_replies.may_close,
        on_day=day.on_my_day(current.session, current.grant) if line.item.kind == "activity" else {},
        following=after(view, key),
        just_answered="answered" in request.args,
        next_open=next((other for other in view.open_items if other.key != key), None),
        typed=typed,
        notes=beside,
        note=note,
        client_key=new_id(),
        formats=FORMATS,
        labels=labels.WORDS,
        today=current.today,
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
