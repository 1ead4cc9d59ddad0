"""On what a helper's deciding rests: writing it down, and ending it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import basis
from app.care.people.basis import Deciding
from app.care.people.names import called
from app.errors import Gone, Invalid, NotFound
from app.i18n import _
from app.provider.base import record
from app.web import incoming
from app.web.context import current
from app.web.render import render, say, see


@record.get("/helpers/<grant_id>/basis", needs=Permission.RECORD_BASIS)
def deciding(grant_id: str) -> Any:
    return _page(grant_id)


@record.post("/helpers/<grant_id>/basis", needs=Permission.RECORD_BASIS)
def record_deciding(grant_id: str) -> Any:
    form, helper = request.form, _helper(grant_id)
    try:
        basis.record(
            current.session,
            current.grant,
            grant_id,
            basis=form.get("basis", ""),
            document=form.get("document", ""),
            starts_on=incoming.typed_day("starts_on"),
            ends_on=incoming.typed_day("ends_on"),
        )
    except Invalid as wrong:
        return _page(grant_id, wrong.errors), 422
    except Gone as over:
        return _page(grant_id, problem=over.words), over.status
    say(_("%(name)s may answer for them. Their own answer still comes first.", name=helper.account.first_name))
    return see("record.agreed")


@record.post("/helpers/<grant_id>/basis/end", needs=Permission.RECORD_BASIS)
def end_deciding(grant_id: str) -> Any:
    helper = _helper(grant_id)
    basis.end(current.session, current.grant, grant_id)
    say(
        _(
            "%(name)s answers nothing any more. What was answered stays, with both names.",
            name=helper.account.first_name,
        )
    )
    return see("record.agreed")


def _helper(grant_id: str) -> Deciding:
    for helper in basis.of_helpers(current.session, current.grant):
        if helper.grant.id == grant_id:
            return helper
    raise NotFound()


def _page(grant_id: str, errors: dict[str, Any] | None = None, problem: Any = None) -> str:
    helper = _helper(grant_id)
    now = helper.basis
    usual = (
        {"basis": now.basis, "document": now.document, "starts_on": now.starts_on, "ends_on": now.ends_on}
        if now
        else {}
    )
    return render(
        "provider/agreed/basis.html",
        helper=helper,
        now=now,
        bases=basis.BASES,
        typed=request.form if request.form else {"starts_on": current.today, **usual},
        errors=errors or {},
        problem=problem,
        person=current.patient,
        called=called,
    )
