"""On the person's word: end their part or let them come back, have the record erased; and what the law keeps."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.leaving import asking, taking_part
from app.care.plan import who
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/leaving", needs=Permission.TAKE_PART)
def leaving() -> Any:
    return _page()


@record.post("/leaving", needs=Permission.TAKE_PART)
def stop_for_them() -> Any:
    """The person said that they stop."""
    try:
        person = taking_part.leave(current.session, current.grant, request.form.get("words", ""))
    except Invalid as wrong:
        return _page(wrong.errors), 422
    say(_("%(name)s takes part no longer.", name=person.preferred_name))
    return see("record.leaving")


@record.post("/leaving/back", needs=Permission.TAKE_PART)
def back_for_them() -> Any:
    """The person said that they come back."""
    person = taking_part.come_back(current.session, current.grant)
    say(_("%(name)s takes part again.", name=person.preferred_name))
    return see("record.leaving")


def _page(errors: dict[str, Any] | None = None) -> Any:
    rows = taking_part.history(current.session, current.grant)
    asked = asking.open_one(current.session, current.grant)
    ids = {id_ for row in rows for id_ in (row.actor_id, row.back_by_id)} | {asked.actor_id if asked else None}
    return render(
        "provider/leaving/leaving.html",
        person=current.patient,
        rows=rows,
        asked=asked,
        days=current.config.practice.erase_days,
        years=current.config.practice.keep_years,
        people=who.called(current.session, current.grant, ids, current.patient),
        typed=request.form,
        errors=errors or {},
    )
