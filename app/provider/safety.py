"""Pressure and safety: what was asked alone, and what is kept from a helper."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import agreed_words, agreements, safety
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/safety", needs=Permission.KEEP_SAFE, endpoint="safety")
def safety_page() -> Any:
    """The questions, what was heard before, and what is kept from whom."""
    return _page()


def _page(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    session, grant = current.session, current.grant
    return (
        render(
            "provider/safety/safety.html",
            person=current.patient,
            questions=safety.QUESTIONS,
            answers=safety.ANSWERS,
            talks=safety.talks(session, grant),
            withheld=safety.kept(session, grant),
            helpers=(helpers := agreements.of(session, grant)),
            helper_options=[(one.grant.id, one.account.name, one.grant.relation) for one in helpers],
            the_only=helpers[0].grant.id if len(helpers) == 1 else None,
            sections=agreed_words.SECTIONS,
            typed=request.form,
            problems=problems or {},
        ),
        status,
    )


@record.post("/safety/talk", needs=Permission.KEEP_SAFE)
def safety_talk() -> Any:
    """Keep what was asked and heard."""
    form = request.form
    answers = {name: form.get(name, "not_asked") for name in safety.QUESTIONS}
    try:
        safety.note_talk(current.session, current.grant, form.get("alone") == "yes", answers, form.get("words", ""))
    except Invalid as problem:
        return _page(problem.errors, 422)
    say(_("Stored. Only the team reads it."))
    return see("record.safety")


@record.post("/safety/keep", needs=Permission.KEEP_SAFE)
def keep_section() -> Any:
    """This helper does not see this section any more, and nothing tells them."""
    form = request.form
    try:
        safety.keep_from(
            current.session, current.grant, form.get("helper", ""), form.get("section", ""), form.get("reason", "")
        )
    except Invalid as problem:
        return _page(problem.errors, 422)
    say(_("Kept from now on. Nothing tells the helper."))
    return see("record.safety", _anchor="kept")


@record.post("/safety/<row_id>/show", needs=Permission.KEEP_SAFE)
def show_section_again(row_id: str) -> Any:
    """The helper sees it again, if it is still agreed."""
    safety.show_again(current.session, current.grant, row_id)
    say(_("The helper can see it again, if it is still agreed."))
    return see("record.safety", _anchor="kept")
