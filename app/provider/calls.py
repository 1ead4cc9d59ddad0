"""The call sheet: ring one person with everything in view, and write down what came of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from app.access.permissions import Permission
from app.care.concerns.rules import BAND_WORDS, words_of
from app.care.contacts import calls, sheet
from app.care.people import around
from app.care.people.names import called
from app.care.progress import say
from app.care.progress.coping import HELPED
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, see
from app.web.render import say as tell

REVIEW = Permission.REVIEW


@record.get("/call", needs=REVIEW)
def call_sheet() -> Any:
    """Everything in view for a call, and a form for what came of it."""
    return _page({"client_key": new_id()}, {})


@record.post("/call", needs=REVIEW)
def call_noted() -> Any:
    """Keep what came of the call."""
    typed = request.form.to_dict()
    outcome = typed.get("outcome", "")
    try:
        calls.note(
            current.session, current.grant, outcome, typed.get(f"reason_{outcome}", ""), typed.get("note", ""),
            _again(typed) if outcome != "reached" else None, client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as problem:
        current.session.rollback()
        return _page(typed, _at_fields(problem.errors, outcome)), 422
    except Conflict as problem:
        current.session.rollback()
        return _page(typed | {"client_key": new_id()}, {"": problem.words}), 409
    tell(_said(outcome))
    return see("record.call_sheet")


def _again(typed: dict[str, str]) -> datetime | None:
    """The next call in UTC, from a day and a time on the person's clock. Raises ``Invalid`` at "again"."""
    assert current.patient is not None
    try:
        on = day(typed.get("again", ""))
        at = time.fromisoformat(typed["again_time"]) if typed.get("again_time") else None
    except ValueError:
        raise Invalid(fields={"again": _l("Pick the day and the time of the next call.")}) from None
    if on is None and at is None:
        return None
    if on is None or at is None:
        raise Invalid(fields={"again": _l("Pick the day and the time of the next call.")})
    zone = ZoneInfo(current.patient.time_zone)
    return datetime.combine(on, at.replace(tzinfo=None), zone).astimezone(ZoneInfo("UTC"))


def _at_fields(fields: dict[str, Any], outcome: str) -> dict[str, Any]:
    return {(f"reason_{outcome}" if name == "reason" else name): words for name, words in fields.items()}


def _said(outcome: str) -> str:
    assert current.patient is not None
    name = current.patient.preferred_name
    if outcome == "not_reached":
        return _("Kept. %(name)s sees that you tried, with the number to ring.", name=name)
    if outcome == "later":
        return _("Kept. %(name)s sees when you ring again.", name=name)
    return _("Kept. The lines that asked for a call are closed.")


def _page(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    people = around.of(current.session, current.grant)
    found = sheet.of(current.session, current.grant)
    tries = [call for call in calls.since_reached(found.calls) if call.row.outcome == "not_reached"]
    return render(
        "provider/calls/sheet.html", found=found, around=people, person=current.patient, typed=typed, errors=errors,
        outcomes=list(calls.OUTCOMES.items()), reasons=calls.REASONS, outcome_words=calls.OUTCOMES, tries=len(tries),
        words_of=words_of, bands=BAND_WORDS, say=say, helped=HELPED, called=called, today=current.today,
    )  # fmt: skip
