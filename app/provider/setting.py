"""A change of setting, written down by the team: into hospital, home again, a new carer, moving."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people.names import accounts_of, called
from app.care.plan import brief, who
from app.care.plan.kinds import KINDS
from app.care.worse import setting as settings
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import ngettext
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.get("/setting", needs=REVIEW)
def setting() -> Any:
    """What changed before, who would be told, the lists for such a day, and a form."""
    return _page({"client_key": new_id(), "happened_on": current.today.isoformat()}, {})


@record.post("/setting", needs=REVIEW)
def setting_changed() -> Any:
    """Keep it and tell who owns something open."""
    typed = request.form.to_dict()
    try:
        try:
            on = day(typed.get("happened_on", ""))
        except ValueError:
            on = None
        row = settings.record(
            current.session, current.grant, typed.get("what", ""), on, typed.get("words", ""),
            client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as problem:
        current.session.rollback()
        return _page(typed, problem.errors), 422
    except Conflict as problem:
        current.session.rollback()
        return _page(typed | {"client_key": new_id()}, {"": problem.words}), 409
    say(ngettext("Kept. %(n)s colleague is told.", "Kept. %(n)s colleagues are told.", row.told))
    return see("record.setting")


def _page(typed: dict[str, str], errors: dict[str, Any]) -> str:
    session, grant = current.session, current.grant
    rows, told = settings.newest(session, grant), settings.owners(session, grant)
    lists = brief.active_items(session, grant, ("trigger",))
    accounts = accounts_of(session, told)
    return render(
        "provider/setting.html",
        rows=rows, whats=settings.WHATS, typed=typed, errors=errors, person=current.patient,
        told=[called(account) for id_, account in accounts.items() if id_ != current.me.id],
        lists=[(item.key, KINDS[item.kind].title(item.content)) for item in lists],
        people=who.called(session, grant, {row.actor_id for row in rows}, current.patient),
    )  # fmt: skip
