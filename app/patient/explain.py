"""Did we explain this well? And what is not clear yet, to be read before a part of the plan is answered."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import explained, threads, unclear_first
from app.care.plan.sections import SECTIONS
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/explained/<subject>", needs=Permission.ASK)
def explain(subject: str) -> Any:
    return _page(subject)


@pages.post("/plan/explained/<subject>", needs=Permission.ASK)
def explain_said(subject: str) -> Any:
    """Keep the answer; "partly" and "no" reach the team as a wish for a better text."""
    form = request.form
    answer, words = form.get("answer", ""), form.get("words", "")
    try:
        row = explained.say(current.session, current.grant, subject, answer, words, text=form.get("text", ""))
    except Conflict as moved_on:
        return _page(subject, words, {"words": moved_on.words}), 409
    except Invalid as wrong:
        return _page(subject, words, wrong.errors), 422
    if row.answer in explained.UNCLEAR:
        say(_("Thank you. It is our text that must be better. We look at it."))
    else:
        say(_("Thank you. Good to know."))
    if subject in SECTIONS:
        return see("patient.plan_section", name=subject, _anchor="explained")
    return see("patient.plan_item", key=subject, _anchor="explained")


@pages.get("/plan/sections/<name>/before", needs=Permission.SEE_PLAN)
def plan_before(name: str) -> Any:
    """What is not clear yet in one part, before its lines are answered."""
    if name not in SECTIONS:
        raise NotFound()
    view = open_plan()
    answers = explained.of(current.session, current.grant, [line.item for line in view.items])
    people = people_of(view, *(row.actor_id for row in answers.values()))
    lines = [line for line in view.items if line.section == name]
    return render(
        "patient/plan/before.html",
        section=SECTIONS[name],
        people=people,
        lines=lines,
        not_clear=unclear_first.before(lines, answers, people),
    )


def _page(subject: str, typed: str = "", errors: dict[str, Any] | None = None) -> str:
    view = open_plan()
    items = [line.item for line in view.items]
    asked = explained.subjects(items)
    if subject not in asked:
        raise NotFound()
    answers = explained.of(current.session, current.grant, items)
    line = None if subject in SECTIONS else view.one(subject)
    return render(
        "patient/plan/explain.html",
        name=line.title if line else SECTIONS[subject].title,
        line=line,
        section=SECTIONS.get(subject),
        lines=[each for each in view.items if each.item in asked[subject]],
        people=people_of(view, *(row.actor_id for row in answers.values())),
        ask=asks(subject, asked, answers),
        threads=threads,
        typed=typed,
        errors=errors or {},
    )


def asks(subject: str, asked: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any] | None:
    """What the form needs to ask about one subject; None when it is not asked about."""
    if subject not in asked:
        return None
    return {
        "subject": subject,
        "text": explained.text_of(asked[subject]),
        "said": answers.get(subject),
        "choices": explained.ANSWERS,
        "may_say": any(current.grant.may(Permission.ASK, item.kind) for item in asked[subject]),
    }


def clarity_of(view: Any, lines: Any, subject: str, *more: str | None) -> dict[str, Any]:
    """For a page of lines: whether it is asked how clear ``subject`` is, and what is not clear before a choice.

    ``more``: ids of others who are named on the page.
    """
    items = [line.item for line in view.items]
    answers = explained.of(current.session, current.grant, items)
    people = people_of(view, *more, *(row.actor_id for row in answers.values()))
    return {
        "people": people,
        "ask": asks(subject, explained.subjects(items), answers),
        "not_clear": unclear_first.before(lines, answers, people),
    }
