"""Offering the draft: what is missing, what the person will be asked, what stands, and the day to look again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from app.access.permissions import Permission
from app.care import reviews
from app.care.plan import drafting, offering, versions
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider import draft_lamps
from app.provider.base import record
from app.provider.draft_lines import Line, draft, person
from app.provider.waiting import waiting
from app.web.context import current
from app.web.incoming import day, whole
from app.web.render import render, say, see

FIELDS = ("review_on", "why", "in_force_from")
HALF_A_YEAR = timedelta(days=182)
"""The usual distance to the next review; the person and the team choose another where it fits better."""


@record.get("/plan/offer", needs=Permission.EDIT_PLAN)
def offer() -> Any:
    """What an offer would mean, before it is made."""
    return _page()


@record.post("/plan/offer", needs=Permission.EDIT_PLAN)
def offer_made() -> Any:
    """Offer the draft as the next version."""
    form = request.form
    try:
        drafting.set_review_date(current.session, current.grant, review_day())
        version = offering.offer(
            current.session,
            current.grant,
            why=form.get("why", ""),
            on_number=whole(form.get("seen", "")),
            in_force_from=_from_day(),
            consider_days=current.config.practice.consider_days,
            at_once=form.getlist("at_once") if "lines" in form else None,
        )
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        return _page(problem), problem.status
    reviews.offered(current.session, current.grant, version)
    return see("record.offer_done", number=version.number)


@record.post("/plan/offer/date", needs=Permission.EDIT_PLAN)
def offer_date() -> Any:
    """Keep the review date in the draft, and offer later."""
    try:
        drafting.set_review_date(current.session, current.grant, review_day())
    except Invalid as problem:
        current.session.rollback()
        return _page(problem), 422
    say(_("The day is kept in the draft."))
    return see("record.offer")


@record.get("/plan/offered/<int:number>", needs=Permission.EDIT_PLAN)
def offer_done(number: int) -> str:
    """The plan is with the person."""
    version = versions.of_number(current.session, current.grant, number)
    return render("provider/offer/done.html", version=version, person=person())


def review_day() -> date:
    """The day that was typed for the next review. Raises ``Invalid`` for none."""
    try:
        review_on = day(request.form.get("review_on", ""))
    except ValueError:
        review_on = None
    if review_on is None:
        raise Invalid(fields={"review_on": _("Pick a day for the next review.")})
    return review_on


def _from_day() -> date | None:
    try:
        return day(request.form.get("in_force_from", ""))
    except ValueError:
        raise Invalid(fields={"in_force_from": _("Pick a day from today on, and before the next review.")}) from None


def _page(problem: Invalid | Conflict | None = None) -> str:
    drafted = draft()
    today = current.today
    missing = offering.problems(current.session, current.grant, drafted.view)
    fields = {k: v for k, v in getattr(problem, "fields", {}).items() if k in FIELDS}
    days = current.config.practice.consider_days
    kept = [line for line in drafted.lines if line.state != "removed"]
    asked = [line for line in kept if offering.is_asked(line.draft)]
    usual = drafted.view.review_on or today + HALF_A_YEAR
    return render(
        "provider/offer/offer.html",
        person=person(),
        **waiting(drafted.view),
        summary=fields or ([problem.words] if problem else []),
        errors=fields,
        problems=[_row(each) for each in missing if each.field != "review_on"],
        asked=asked,
        at_once_options=[(line.key, line.title) for line in kept if line.state],
        at_once=_at_once(kept),
        days=days,
        until=today + timedelta(days=days),
        first=drafted.view.version is None,
        from_day=request.form.get("in_force_from", offering.usual_start(drafted.view, today, days)),
        today=today,
        stands=[line for line in kept if line not in asked],
        removed=[line for line in drafted.lines if line.state == "removed"],
        seen=drafted.view.number,
        review_on=request.form.get("review_on", usual if usual > today else today + HALF_A_YEAR),
        why=request.form.get("why", ""),
        earliest=today + timedelta(days=1),
        latest=drafting.latest_review(today),
        lamps=draft_lamps.shown(drafted),
    )


def _at_once(kept: list[Line]) -> set[str]:
    """Keys that are ticked: as sent, else as the draft and the kinds have it."""
    if "lines" in request.form:
        return set(request.form.getlist("at_once"))
    return {line.key for line in kept if offering.is_at_once(line.draft)}


def _row(problem: offering.Problem) -> dict[str, Any]:
    if not problem.key:
        return {"words": problem.words, "title": "", "href": url_for("record.editor")}
    href = url_for("record.editor_line", key=problem.key) + f"#f-{problem.field}"
    return {"words": problem.words, "title": problem.title, "href": href}
