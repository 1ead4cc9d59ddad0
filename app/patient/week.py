"""Is this possible in your week? The whole plan added up, beside what the person says a week can hold (B10)."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import burden, burden_words, possible, suggestions
from app.errors import Invalid, NotFound
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/week", needs=Permission.SEE_PLAN)
def week() -> Any:
    return _page(None, {})


@pages.post("/plan/week", needs=Permission.OWN_LIFE)
def say_possible() -> Any:
    try:
        possible.say(current.session, current.grant, request.form)
    except Invalid as wrong:
        return _page(request.form, wrong.errors), 422
    say(_("Kept. Your team sees it too."))
    return see("patient.week")


@pages.post("/plan/week/<key>/drop", needs=Permission.PROPOSE)
def drop_from_week(key: str) -> Any:
    line = open_plan().one(key)
    if not burden.counts(line.item):
        raise NotFound()
    reason = _("It is too much for my week.")
    suggestions.suggest(
        current.session, current.grant, kind=line.item.kind, content={}, key=key, action="remove", reason=reason
    )
    say(_("We asked your team to take it out of your plan."))
    return see("patient.suggestions_made")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    view = open_plan()
    items = [line.item for line in view.items]
    newest = possible.newest(current.session, current.grant)
    return render(
        "patient/plan/week.html",
        parts=burden.by_owner(items),
        people=people_of(view, newest.actor_id if newest else None),
        newest=newest,
        words=burden_words,
        fits=list(possible.FITS.items()),
        typed=typed if typed is not None else newest,
        errors=errors,
    )
