"""A physician looks at the plan that somebody else made, and says that it is right or what is not clear."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import countersigning
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import draft, person
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@record.get("/plan/check", needs=Permission.COUNTERSIGN)
def check_plan() -> Any:
    """The version in use, part by part, and one form below it."""
    return _page()


@record.post("/plan/check", needs=Permission.COUNTERSIGN)
def plan_checked() -> Any:
    """Keep what the physician says."""
    form = request.form
    number, says = whole(form.get("number", "")), form.get("says", "")
    try:
        if says not in ("agrees", "asks") or number is None:
            raise Invalid(fields={"says": _("Pick one of the two.")})
        words = form.get("words", "")
        countersigning.countersign(current.session, current.grant, number, agrees=says == "agrees", words=words)
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        return _page(problem), problem.status
    say(_("Kept. %(name)s can read it beside the plan.", name=person()))
    return see("record.profile")


def _page(problem: Invalid | Conflict | None = None) -> str:
    drafted = draft()
    number = drafted.view.number
    fields = getattr(problem, "fields", {})
    return render(
        "provider/countersign.html",
        draft=drafted,
        number=number,
        before=countersigning.of(current.session, current.grant, number) if number else [],
        person=person(),
        errors=fields,
        summary=fields or ([problem.words] if problem else []),
        says=request.form.get("says", ""),
        words=request.form.get("words", ""),
    )
