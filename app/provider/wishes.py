"""Wishes for later, for the team: whether they were offered, and opening them with a reason that the person reads."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from app.access import private
from app.access.permissions import Permission
from app.care.plan import wishes as wishes_of
from app.errors import Invalid
from app.i18n import _, format_day
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.locked import back_to
from app.web.render import render, say, see

OPEN = Permission.OPEN_PRIVATE


@record.get("/wishes", needs=OPEN)
def wishes() -> Any:
    """Where it stands, and the step that opens them."""
    return _page()


@record.post("/wishes", needs=OPEN)
def wishes_open() -> Any:
    """Open them for twenty minutes with a reason."""
    back = back_to()
    try:
        wishes_of.open_for_team(current.session, current.grant, request.form.get("reason", ""))
    except Invalid as problem:
        current.session.rollback()
        return _page(problem.errors), 422
    say(_("Open for 20 minutes. %(name)s can read your reason.", name=person()))
    return redirect(back, 303) if back else see("record.editor")


@record.post("/wishes/close", needs=OPEN)
def wishes_close() -> Any:
    """Close them again, sooner than by themselves."""
    wishes_of.close_for_team(current.session, current.grant)
    say(_("The wishes are closed again."))
    return see("record.wishes")


@record.post("/wishes/offered", needs=Permission.EDIT_PLAN)
def wishes_offered() -> Any:
    """It was brought up in a talk."""
    try:
        wishes_of.offered(current.session, current.grant)
    except Invalid as problem:
        current.session.rollback()
        return _page({"": problem.words}), 422
    say(_("Kept: it was offered."))
    return see("record.wishes")


def _page(errors: dict[str, Any] | None = None) -> str:
    standing = wishes_of.standing(current.session, current.grant)
    return render(
        "provider/wishes/wishes.html",
        person=person(),
        standing=standing,
        standing_words=words_of(standing),
        is_open=not private.may_unlock(current.grant),
        waiting=wishes_of.waiting_closed(current.session, current.grant),
        reason=request.form.get("reason", ""),
        back=back_to(),
        errors=errors or {},
    )


def words_of(standing: wishes_of.Standing) -> str:
    """Not yet offered, offered, declined for now until a day, wants to talk, or in place."""
    at, again = standing.at, standing.again_on
    if standing.state == "later" and again:
        return _("Declined for now. Not before %(day)s.", day=format_day(again))
    words = {
        "none": _("Not yet offered."),
        "offered": _("Offered on %(day)s.", day=format_day(at) if at else ""),
        "not_now": _("Declined for now, on %(day)s. No day for asking again.", day=format_day(at) if at else ""),
        "talk": _("Would like to talk. Said so on %(day)s.", day=format_day(at) if at else ""),
        "in_place": _("In place."),
    }
    return words[standing.state]
