""" "Did you get what we promised?": one promise a screen, answered by the person, neutral whatever the answer."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care import reviews
from app.care.plan.kinds.coping_strategy import title as coping_title
from app.care.progress import coping
from app.care.reviews import words
from app.care.reviews.promised import Promise, one
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see

SHAPES = {"kept": "check", "partly": "partly", "late": "wait", "not_kept": "cross"}


@pages.get("/review", needs=Permission.SEE_PLAN)
def review() -> str:
    """What the team took on, and what each side says came of it."""
    promises = reviews.promised(current.session, current.grant)
    return render(
        "patient/review/list.html",
        heading=_heading(),
        promises=[_line(each) for each in promises],
        coping=coping.did_not_help(current.session, current.grant),
        coping_title=coping_title,
        may_say=current.grant.may(Permission.LOG),
        next_key=next((each.item.key for each in promises if each.person is None), None),
    )


@pages.get("/review/<key>", needs=Permission.LOG)
def review_ask(key: str) -> Any:
    """One promise, four answers of equal weight."""
    promise = one(current.session, current.grant, key)
    row = promise.person.row if promise.person else None
    return _ask(promise, row.answer if row else None, row.words if row else "")


@pages.post("/review/<key>", needs=Permission.LOG)
def review_said(key: str) -> Any:
    """Store the answer, and go on to the next promise."""
    answer, text = request.form.get("answer", ""), request.form.get("words", "")
    try:
        reviews.delivered(current.session, current.grant, key, "person", answer, text)
    except Invalid as problem:
        current.session.rollback()
        return _ask(one(current.session, current.grant, key), answer, text, problem.errors), 422
    say(_("Saved. You can change it at any time."))
    left = [each for each in reviews.promised(current.session, current.grant) if each.person is None]
    return see("patient.review_ask", key=left[0].item.key) if left else see("patient.review")


def _heading() -> str:
    if current.grant.capacity == "proxy" and current.patient:
        return _("Did %(name)s get what we promised?", name=current.patient.preferred_name)
    return _("Did you get what we promised?")


def _ask(promise: Promise, answer: str | None, text: str, errors: dict[str, Any] | None = None) -> str:
    return render(
        "patient/review/ask.html",
        heading=_heading(),
        line=_line(promise),
        answers=[(value, says, SHAPES[value]) for value, says in words.PERSON_ANSWERS.items()],
        answer=answer,
        words=text,
        errors=errors or {},
    )


def _line(promise: Promise) -> dict[str, Any]:
    theirs, ours = promise.person, promise.team
    name = current.patient.preferred_name if current.patient else ""
    answer = theirs.row.answer if theirs else ""
    team = {
        "kept": _("Your team says: kept."),
        "partly": _("Your team says: partly kept."),
        "late": _("Your team says: late."),
        "not_kept": _("Your team says: not done yet."),
        "dropped": _("Your team dropped this."),
    }
    return {
        "key": promise.item.key,
        "title": words.title(promise),
        "who": words.who_until(promise),
        "icon": SHAPES.get(answer, "promise"),
        "look": "well" if answer == "kept" else None,
        "person_says": _("Your answer: %(answer)s", answer=words.PERSON_ANSWERS[answer]) if answer else "",
        "person_words": theirs.row.words if theirs else "",
        "person_who": words.said_by(theirs, name) if theirs else "",
        "team_says_whole": team[ours.row.answer] if ours else "",
        "team_words": ours.row.words if ours else "",
    }
