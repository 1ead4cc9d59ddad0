"""Into hospital, home again, a new carer, moving: the person tells it once, and all who look after something know."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.plan import who
from app.care.worse import setting as settings
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see


@pages.get("/plan/setting", needs=Permission.SEE_PLAN)
def setting() -> Any:
    """What was told before, and a form."""
    return _page({"client_key": new_id(), "happened_on": current.today.isoformat()}, {})


@pages.post("/plan/setting", needs=Permission.ASK, read_back=True)
def tell_setting() -> Any:
    """Tell the team."""
    typed = request.form.to_dict()
    try:
        try:
            on = day(typed.get("happened_on", ""))
        except ValueError:
            on = None
        settings.record(
            current.session, current.grant, typed.get("what", ""), on, typed.get("words", ""),
            client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as problem:
        current.session.rollback()
        return _page(typed, problem.errors), 422
    except Conflict as problem:
        current.session.rollback()
        return _page(typed | {"client_key": new_id()}, {"": problem.words}), 409
    say(_("We got it. All who look after something know."))
    return see("patient.setting")


def _page(typed: dict[str, str], errors: dict[str, Any]) -> str:
    rows = settings.newest(current.session, current.grant)
    own = current.grant.capacity is Capacity.SELF
    return render(
        "patient/worse/setting.html",
        rows=rows, whats=settings.OWN_WHATS if own else settings.WHATS, what_words=settings.WHATS, typed=typed,
        errors=errors, own=own, person=current.patient,
        people=who.called(current.session, current.grant, {row.actor_id for row in rows}, current.patient),
    )  # fmt: skip
