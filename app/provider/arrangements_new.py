"""Arranging a visit, a referral, a test or a time to come back."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.arrangements import making, serving, sorts
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.provider.arrangements import moment, owners
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day, whole
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.get("/arrangements/new/<sort>", needs=REVIEW)
def new_arrangement(sort: str) -> Any:
    """An empty form; a planning visit has the usual half hour at the practice."""
    usual = {"client_key": new_id(), "owner_id": current.me.id}
    if sort == sorts.VISIT:
        usual |= {"how": "place", "minutes": "30", "place": current.config.practice.name}
    return _form(sort, usual, {})


@record.post("/arrangements/new/<sort>", needs=REVIEW)
def make_arrangement(sort: str) -> Any:
    """Keep it."""
    typed = request.form.to_dict()
    try:
        row = making.make(
            current.session, current.grant, sort, _facts(typed), owner_id=typed.get("owner_id", ""),
            client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as problem:
        current.session.rollback()
        return _form(sort, typed, problem.errors), 422
    except Conflict as problem:
        current.session.rollback()
        return _form(sort, typed | {"client_key": new_id()}, {"": problem.words}), 409
    assert current.patient is not None
    say(_("Kept. %(name)s can see it.", name=current.patient.preferred_name))
    return see("record.arrangement", arrangement_id=row.id)


def _facts(typed: dict[str, str]) -> dict[str, Any]:
    try:
        due_on = day(typed.get("due_on", ""))
    except ValueError:
        raise Invalid(fields={"due_on": _l("Pick a day to come, at most two years away.")}) from None
    texts = {
        name: typed.get(name, "") for name in ("what", "with_whom", "how", "place", "bring", "condition", "item_key")
    }
    return {
        **texts,
        "due_on": due_on,
        "minutes": whole(typed.get("minutes", "")),
        "happens_at": moment(typed),
    }


def _form(sort: str, typed: dict[str, str], errors: dict[str, Any]) -> str:
    if sort not in sorts.SORTS:
        raise NotFound()
    return render(
        "provider/arrangements/new.html",
        sort=sort, words=sorts.SORTS[sort], typed=typed, errors=errors, hows=list(sorts.HOWS.items()),
        uses=making.USES[sort], owners=owners(), person=current.patient, earliest=current.today,
        lines=serving.choices(current.session, current.grant),
    )  # fmt: skip
