"""A review: how it went, what we promised and whether it came, and only then keep the plan or change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care import reviews
from app.care.people.names import called
from app.care.plan import brief, drafting
from app.care.plan.kinds.coping_strategy import title as coping_title
from app.care.progress import coping, nearness
from app.care.reviews import shares
from app.care.reviews.promised import one
from app.care.worse import early_review
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.provider.offer import HALF_A_YEAR
from app.provider.review_words import goal_of, promise_of, team_answers
from app.web.context import current
from app.web.incoming import day, whole
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.get("/review", needs=REVIEW)
def review() -> Any:
    """Progress to goals and kept promises, before anything is changed."""
    return _page()


@record.get("/review/promise/<key>", needs=REVIEW)
def review_promise(key: str) -> Any:
    """What came of one promise, as the team sees it."""
    promise = one(current.session, current.grant, key)
    row = promise.team.row if promise.team else None
    return _promise_page(promise, row.answer if row else None, row.words if row else "")


@record.post("/review/promise/<key>", needs=REVIEW)
def review_promise_said(key: str) -> Any:
    """Store what the team says; the person reads it."""
    answer, words = request.form.get("answer", ""), request.form.get("words", "")
    try:
        reviews.delivered(current.session, current.grant, key, "team", answer, words)
    except Invalid as problem:
        current.session.rollback()
        return _promise_page(one(current.session, current.grant, key), answer, words, problem.errors), 422
    say(_("Saved. %(name)s can read it.", name=person()))
    return see("record.review")


@record.post("/review/change", needs=REVIEW)
def review_change() -> Any:
    """Begin the review and go through the plan line by line; offering the draft ends the review."""
    reviews.open(current.session, current.grant)
    return see("record.update")


@record.post("/review/stays", needs=REVIEW)
def review_stays() -> Any:
    """Keep all lines as they are until the next review."""
    try:
        review_on = day(request.form.get("review_on", ""))
        if review_on is None:
            raise ValueError
        version = reviews.keep_as_it_is(
            current.session,
            current.grant,
            review_on,
            request.form.get("note", ""),
            on_number=whole(request.form.get("number", "")),
        )
    except ValueError:
        return _page(Invalid(fields={"review_on": _("Pick a day for the next review.")})), 422
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        return _page(problem), problem.status
    say(_("The review is closed. The plan stays as it is."))
    return see("record.offer_done", number=version.number)


def _page(problem: Invalid | Conflict | None = None) -> str:
    session, grant = current.session, current.grant
    items = brief.active_items(session, grant)
    if not items:
        return render("provider/review/none.html")
    today = current.today
    fields = getattr(problem, "fields", {})
    next_review = today + HALF_A_YEAR
    near = nearness.newest(session, grant, [item.key for item in items if item.kind == "goal"])
    return render(
        "provider/review/review.html",
        errors=fields,
        summary=fields or ([problem.words] if problem else []),
        changed=early_review.of_review(session, grant),
        whys=early_review.WHYS,
        goals=[goal_of(each) for each in reviews.progress_to_goals(session, grant, items)],
        near=near,
        called=called,
        promises=[promise_of(each, person()) for each in reviews.promised(session, grant, items)],
        coping=coping.did_not_help(session, grant, items),
        coping_title=coping_title,
        share=shares.share(session, grant, items),
        number=items[0].number,
        ending=sum(1 for item in items if item.kind in ("activity", "follow_up") and item.ends_on < next_review),
        review_on=request.form.get("review_on", next_review),
        note=request.form.get("note", ""),
        earliest=today + timedelta(days=1),
        latest=drafting.latest_review(today),
    )


def _promise_page(promise: Any, answer: str | None, words: str, errors: dict[str, Any] | None = None) -> str:
    return render(
        "provider/review/promise.html",
        line=promise_of(promise, person()),
        answers=team_answers(),
        answer=answer,
        words=words,
        errors=errors or {},
    )
