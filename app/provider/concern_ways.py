"""Other ways with one line of the worklist: hand it over, set it aside, bring it back."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.concerns import handing_over, snoozing
from app.errors import Invalid
from app.i18n import _, format_moment
from app.i18n import lazy_gettext as _l
from app.provider.base import record
from app.provider.concerns import concern_page
from app.web import incoming
from app.web.context import current
from app.web.render import say, see


@record.post("/concerns/<concern_id>/hand-over", needs=Permission.CLOSE_CONCERN)
def hand_over_concern(concern_id: str) -> Any:
    typed = request.form
    try:
        handing_over.hand_over(
            current.session, current.grant, concern_id, typed.get("owner", ""), typed.get("words", "")
        )
    except Invalid as problem:
        return concern_page(concern_id, typed, problem.errors, "hand-over"), 422
    say(_("It is the team’s again.") if typed.get("owner") == handing_over.TEAM else _("Handed over."))
    return see("provider.worklist")


@record.post("/concerns/<concern_id>/snooze", needs=Permission.CLOSE_CONCERN)
def snooze_concern(concern_id: str) -> Any:
    typed, zone = request.form, current.config.practice.time_zone
    try:
        row = snoozing.snooze(
            current.session, current.grant, concern_id, typed.get("until", ""), _day(typed.get("day", "")), zone=zone
        )
    except Invalid as problem:
        return concern_page(concern_id, typed, problem.errors, "snooze"), 422
    assert row.snoozed_until is not None
    say(_("Set aside. It comes back on %(when)s.", when=format_moment(row.snoozed_until)))
    return see("provider.worklist")


@record.post("/concerns/<concern_id>/wake", needs=Permission.CLOSE_CONCERN)
def wake_concern(concern_id: str) -> Any:
    snoozing.wake(current.session, current.grant, concern_id)
    say(_("It is back on the list."))
    return see("record.concern", concern_id=concern_id)


def _day(text: str) -> Any:
    try:
        return incoming.day(text)
    except ValueError:
        raise Invalid(fields={"day": _l("Choose a day that is still to come.")}) from None
