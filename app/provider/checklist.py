"""A checklist of the plan whose day has come: tick each line off, with the day."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.names import accounts_of, called
from app.care.plan.kinds import KINDS
from app.care.worse import checklist as steps
from app.provider.base import record
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, see

EDIT = Permission.EDIT_PLAN


@record.get("/plan/checklist/<key>", needs=EDIT)
def checklist(key: str) -> Any:
    """The lines of one checklist and who ticked them off when."""
    item = steps.item_of(current.session, current.grant, key)
    found = steps.steps_of(item, steps.ticks(current.session, current.grant))
    accounts = accounts_of(current.session, {step.done.actor_id for step in found if step.done})
    return render(
        "provider/editor/checklist.html",
        key=key,
        title=KINDS[item.kind].title(item.content),
        then=item.content.get("then_words", ""),
        steps=found,
        names={id_: called(account) for id_, account in accounts.items()},
    )


@record.post("/plan/checklist/<key>", needs=EDIT)
def tick(key: str) -> Any:
    """Tick a line off, or take the tick back."""
    number = whole(request.form.get("number", ""))
    change = steps.untick if request.form.get("done") == "no" else steps.tick
    change(current.session, current.grant, key, number)
    return see("record.checklist", key=key)
