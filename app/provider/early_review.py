"""What changed for this person, in their words; then a short review, or an answer."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import who
from app.care.worse import early_review as wishes
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.get("/changed/<early_id>", needs=REVIEW)
def early_review(early_id: str) -> Any:
    """One wish for an earlier review."""
    return _page(early_id, "", {})


@record.post("/changed/<early_id>/review", needs=REVIEW)
def open_early_review(early_id: str) -> Any:
    """Begin the short review, and go to it."""
    wishes.open_review(current.session, current.grant, early_id)
    return see("record.review")


@record.post("/changed/<early_id>/answer", needs=REVIEW)
def answer_early_review(early_id: str) -> Any:
    """Answer in words; the person reads them."""
    words = request.form.get("words", "")
    try:
        wishes.answer(current.session, current.grant, early_id, words)
    except Invalid as problem:
        current.session.rollback()
        return _page(early_id, words, problem.errors), 422
    say(_("Answered. %(name)s can read it.", name=person()))
    return see("record.early_review", early_id=early_id)


def _page(early_id: str, words: str, errors: dict[str, Any]) -> str:
    asked = wishes.one(current.session, current.grant, early_id)
    ids = {asked.row.asked_by_id, asked.row.opened_by_id, asked.done_by_id, asked.row.owner_id}
    return render(
        "provider/review/changed.html",
        asked=asked,
        why=wishes.WHYS[asked.row.why],
        people=who.called(current.session, current.grant, ids, current.patient),
        words=words,
        errors=errors,
    )
