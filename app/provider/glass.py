"""Looking in an emergency without being on the team, and what others say of it afterwards."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import audit, throttle
from app.access.permissions import Permission
from app.care.people import glass
from app.errors import Forbidden, Invalid
from app.i18n import _
from app.provider import noted
from app.provider.base import pages, record
from app.provider.patients import typed_birth_date
from app.web import step_up, transaction
from app.web.context import current
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/emergency", needs=STAFF)
def emergency() -> Any:
    """Whose record, and why."""
    if again := step_up.ask():
        return again
    return _page()


def _page(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    if not glass.may_break(current.me):
        raise Forbidden()
    return render("provider/glass/break.html", typed=request.form, problems=problems or {}), status


@pages.post("/emergency", needs=STAFF)
def break_glass() -> Any:
    """Open it for four hours, for looking; the person is told."""
    if again := step_up.ask(form=True):
        return again
    tries = [throttle.key("passcode", "glass", current.me.id)]
    throttle.check(current.session, tries)
    try:
        patient = glass.break_it(
            current.session,
            current.me,
            full_name=request.form.get("full_name", ""),
            birth_date=typed_birth_date(),
            reason=request.form.get("reason", ""),
            request_id=current.request_id,
        )
    except Invalid as problem:
        if "full_name" in problem.fields:
            _missed(tries)
        return _page(problem.errors, 422)
    return see("record.profile", patient_id=patient.id)


def _missed(tries: list[str]) -> None:
    """Nobody of that name and day: noted and slowed down, or somebody could ask in this way who is a patient here."""
    transaction.let_go()
    with current.database.write() as writing:
        throttle.failed(writing, tries)
        audit.record_account(writing, current.me.id, "break glass", "refused", current.request_id)


@record.post("/emergency/close", needs=Permission.SEE_PLAN)
def close_glass() -> Any:
    """Done looking: it ends now."""
    glass.close(current.session, current.grant)
    say(_("Closed. You do not see this record any more."))
    return see("provider.worklist")


@pages.get("/emergency/review", needs=STAFF)
def glass_to_review() -> Any:
    """What somebody else has still to look at."""
    return _review()


def _review(problems: dict[str, Any] | None = None, at: str = "", status: int = 200) -> Any:
    waiting = glass.waiting(current.session, current.me)
    if waiting:
        transaction.let_go()
        noted.reading("provider.glass_to_review", [one.row.patient_id for one in waiting])
    return (
        render(
            "provider/glass/review.html",
            waiting=waiting,
            verdicts=glass.VERDICTS,
            typed=request.form,
            at=at,
            problems=problems or {},
        ),
        status,
    )


@pages.post("/emergency/<glass_id>/review", needs=STAFF)
def review_glass(glass_id: str) -> Any:
    """It was right, or it was not, and what happens now."""
    form = request.form
    try:
        glass.review(
            current.session, current.me, glass_id, form.get("verdict", ""), form.get("words", ""), current.request_id
        )
    except Invalid as problem:
        return _review(problem.errors, glass_id, 422)
    say(_("Stored."))
    return see("provider.glass_to_review")
