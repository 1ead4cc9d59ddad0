"""The plan in the person's life, for the team: cautions, circumstances, ladder, what pulls apart, the week."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import (
    burden,
    burden_words,
    goal_order,
    ladder,
    life,
    possible,
    pulling,
    sureness,
    versions,
    who,
)
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.render import render, say, see

EDIT = Permission.EDIT_PLAN


@record.get("/plan/life", endpoint="life", needs=EDIT)
def life_page() -> Any:
    """What to know before the plan is written, and how the plan sits in a week."""
    return _page({}, {})


@record.post("/plan/life/pulls", needs=EDIT)
def mark_pulls_apart() -> Any:
    """Mark two lines that pull apart."""
    form = request.form
    try:
        pulling.say(current.session, current.grant, form.get("one", ""), form.get("other", ""), form.get("pull", ""))
    except Invalid as problem:
        current.session.rollback()
        return _page(
            form, {("pull" if name == "words" else name): said for name, said in problem.fields.items()}
        ), 422
    say(_("Kept. %(name)s sees it on both lines.", name=person()))
    return see("record.life")


@record.post("/plan/life/pulls/<row_id>/settled", needs=EDIT)
def settle_pulls_apart(row_id: str) -> Any:
    """Say that it is settled."""
    pulling.settle(current.session, current.grant, row_id)
    say(_("Settled."))
    return see("record.life")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    session, grant = current.session, current.grant
    version = versions.newest(session, grant)
    items = versions.items_of(session, grant, [version.number])[version.number] if version else []
    goals = goal_order.sort([item for item in items if item.kind == "goal"], goal_order.keys(session, grant))
    tops, loose = ladder.build(goals, [item for item in items if item.kind == "activity"])
    pulls, newest = pulling.of(session, grant), possible.newest(session, grant)
    ids = {*(i.owner for i in items), *(i.author_id for i in items), *(row.actor_id for row in pulls)}
    ids |= {newest.actor_id} if newest else set()
    return render(
        "provider/life/life.html",
        person=person(), people=who.called(session, grant, ids, current.patient), items=items,
        lines=[(item.key, life.title(item)) for item in items], titles={item.key: life.title(item) for item in items},
        cautions=life.cautions(items), values=life.values(items), circumstances=life.of_kind(items, "circumstance"),
        circumstance=life.circumstance, tops=tops, loose=loose, pulls=pulls, sure=sureness.newest(session, grant),
        burdens=burden.by_owner(items), words=burden_words, newest=newest, fits=possible.FITS,
        typed=typed, errors=errors,
    )  # fmt: skip
