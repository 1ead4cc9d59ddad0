"""Where am I on this goal? A rung from 0 to 10 on a day, with a few own words; and the way back."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan.kinds import KINDS
from app.care.progress import nearness, say
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.today import day_of, named
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, see
from app.web.render import say as tell


@pages.get("/plan/goals/<key>/near", needs=Permission.LOG)
def goal_near(key: str) -> Any:
    return _form(key, {"client_key": new_id()}, {})


@pages.post("/plan/goals/<key>/near", needs=Permission.LOG)
def say_near(key: str) -> Any:
    typed = request.form
    try:
        row = nearness.say(
            current.session, current.grant, key, whole(typed.get("rung", "")),
            day_of(typed.get("happened_on", ""), "happened_on"), typed.get("client_key", ""), typed.get("words", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return _form(key, typed, wrong.errors), 422
    except Conflict as wrong:
        return _form(key, typed.to_dict() | {"client_key": new_id()}, {"rung": wrong.words}), 409
    return see("patient.goal_near", key=key, kept=row.id)


@pages.post("/plan/goals/near/<row_id>/undo", needs=Permission.LOG)
def undo_near(row_id: str) -> Any:
    row = nearness.take_back(current.session, current.grant, row_id)
    tell(_("Taken back."))
    return see("patient.goal_near", key=row.key)


def _form(key: str, typed: Any, errors: dict[str, Any]) -> str:
    goal = nearness.goal(current.session, current.grant, key)
    last = None
    kept = request.args.get("kept", "") if not errors else ""
    if current.grant.may(Permission.SEE_PROGRESS):
        last = nearness.last(current.session, current.grant, key, kept)
    names = say.names_of(current.session, {last.actor_id} if last and last.capacity != "self" else set())
    return render(
        "patient/look_back/near.html", goal=goal, title=KINDS["goal"].title(goal.content), typed=typed, errors=errors,
        last=last, who=named(names), today=current.today, kept=last is not None and last.id == kept,
        may_undo=last is not None and (current.grant.capacity == "self" or last.actor_id == current.grant.actor_id),
    )  # fmt: skip
