"""Erasing on the person's word, and what a physician or the office says of what the law keeps."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.leaving import asking
from app.errors import Conflict, Invalid
from app.i18n import _, format_day
from app.provider.base import record
from app.web import step_up
from app.web.context import current
from app.web.render import render, say, see


@record.post("/erase", needs=Permission.ERASE)
def erase_for_them() -> Any:
    """The person said so. Nothing is erased yet."""
    if again := step_up.ask():
        return again
    row = asking.ask(current.session, current.grant, current.config.practice.erase_days)
    say(_("It is erased on %(day)s. Until then it can be taken back.", day=format_day(row.due_on)))
    return see("record.leaving")


@record.post("/erase/take-back", needs=Permission.ERASE)
def take_back_for_them() -> Any:
    """The person said so: nothing is erased."""
    asking.take_back(current.session, current.grant)
    say(_("Taken back. Nothing is erased."))
    return see("record.leaving")


@record.get("/erase", needs=Permission.SAY_WHAT_IS_KEPT)
def what_is_kept() -> Any:
    return _page()


@record.post("/erase/kept", needs=Permission.SAY_WHAT_IS_KEPT)
def say_what_is_kept() -> Any:
    if again := step_up.ask(form=True):
        return again
    try:
        asking.say_what_is_kept(current.session, current.grant, request.form.get("keeps", ""))
    except Invalid as wrong:
        return _page(wrong.errors), 422
    except Conflict as wrong:
        say(wrong.words)
        return see("record.what_is_kept")
    say(_("Stored. Thank you."))
    return see("record.what_is_kept")


def _page(errors: dict[str, Any] | None = None) -> str:
    return render(
        "provider/leaving/kept.html",
        person=current.patient,
        asked=asking.open_one(current.session, current.grant),
        keeps=list(asking.KEEPS.items()),
        years=current.config.practice.keep_years,
        errors=errors or {},
    )
