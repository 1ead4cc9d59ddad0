"""Something big changed: five plain choices, words if one likes, and the day by which we answer."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.plan import who
from app.care.plan.questions import promised
from app.care.worse import early_review
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/changed", needs=Permission.SEE_PLAN)
def early_reviews() -> Any:
    return _page({}, {})


@pages.post("/plan/changed", needs=Permission.ASK, read_back=True)
def ask_early_review() -> Any:
    typed = request.form
    try:
        row = early_review.ask(
            current.session, current.grant, typed.get("why", ""), typed.get("words", ""),
            typed.get("client_key", ""), answer_days=current.config.practice.answer_days,
        )  # fmt: skip
    except Invalid as wrong:
        return _page(typed, wrong.errors), 422
    except Conflict as wrong:
        return _page(typed.to_dict() | {"client_key": new_id()}, {"words": wrong.words}), 409
    say(_("We got it. We answer by %(day)s.", day=format_day(row.promised_by)))
    return see("patient.early_reviews")


def _page(typed: Any, errors: dict[str, Any]) -> str:
    assert current.patient is not None
    asked = early_review.all_of(current.session, current.grant)
    ids = {id_ for one in asked for id_ in (one.row.asked_by_id, one.row.opened_by_id, one.done_by_id)}
    practice = current.config.practice
    return render(
        "patient/worse/changed.html",
        asked=asked,
        whys=list(early_review.WHYS.items()),
        why_words=early_review.WHYS,
        typed=typed,
        errors=errors,
        client_key=typed.get("client_key") or new_id(),
        promised=promised(clock.now(), practice.answer_days, current.patient.time_zone),
        people=who.called(current.session, current.grant, ids, current.patient),
        practice=practice,
    )
