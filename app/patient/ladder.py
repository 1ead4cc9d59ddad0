"""From what I want of life down to this week's step; and the person's own order of their goals."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import goal_order, ladder, said
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@pages.get("/plan/ladder", endpoint="ladder", needs=Permission.SEE_PLAN)
def ladder_page() -> Any:
    view = open_plan()
    goals = goal_order.sort(view.of_kind("goal"), goal_order.keys(current.session, current.grant))
    tops, loose = ladder.build(goals, view.of_kind("activity"))
    return render(
        "patient/plan/ladder.html", view=view, people=people_of(view), said=said, tops=tops, loose=loose, goals=goals
    )


@pages.get("/plan/goals/order", needs=Permission.SEE_PLAN)
def goals_in_order() -> Any:
    view = open_plan()
    keys = goal_order.keys(current.session, current.grant)
    goals = goal_order.sort(view.of_kind("goal"), keys)
    return render("patient/plan/goal_order.html", goals=goals, people=people_of(view), said=said, is_own=bool(keys))


@pages.post("/plan/goals/<key>/place", needs=Permission.OWN_LIFE)
def place_goal(key: str) -> Any:
    goal_order.put(current.session, current.grant, key, whole(request.form.get("place", "")))
    say(_("This is your order now."))
    return see("patient.goals_in_order")
