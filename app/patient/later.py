"""From a reminder on the phone: *Later* puts it off, *Done* asks before it writes. A tap alone changes nothing."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import logging, together
from app.care.reminders import choices, saying, snooze
from app.care.reminders.kinds import ASKED_FOR, KINDS
from app.care.reminders.times import local
from app.i18n import _, format_moment, format_time, locale_tag, using_zone
from app.models import Reminder
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/reminders/<id_>/later", needs=Permission.OWN_REMINDERS)
def later(id_: str) -> Any:
    return _ask(id_)


@pages.post("/reminders/<id_>/later", needs=Permission.OWN_REMINDERS)
def put_off(id_: str) -> Any:
    rows = snooze.of_mine(current.session, current.grant, id_, lock=True)
    one = choices.mine(current.session, current.grant, ASKED_FOR)
    ways = snooze.offered(current.session, current.grant, rows[0], one)
    way = next((way for way in ways if way.name == request.form.get("until")), None)
    if way is None:
        return _ask(id_, _("Choose one of the times shown.")), 422
    snooze.put_off(current.session, current.grant, rows, way)
    if snooze.comes(current.session, current.grant, rows, way):
        with using_zone(one.time_zone):
            say(_("We remind you again: %(when)s.", when=format_moment(way.until)))
    elif any(_is_said(row) for row in rows):
        say(_("It is done. We do not remind you again."))
    else:
        say(_("It cannot be put off again. It stays on your list."))
    return see("patient.today")


@pages.get("/reminders/<id_>/done", needs=Permission.LOG)
def reminded_done(id_: str) -> Any:
    """Whether it was done: the answer is written down by the same form as on Today, with its way back."""
    (row, *_more) = snooze.of_mine(current.session, current.grant, id_)
    if row.kind != "activity" or not row.key:
        return see("patient.today")
    assert current.patient is not None
    item = logging.item_of(current.session, current.grant, row.key)
    day = snooze.own_day(row, current.patient.time_zone)
    return render(
        "patient/reminders/done.html", item=item, day=day, is_today=day == current.today, reminder=row,
        client_key=f"{row.id}-done", is_said=_is_said(row),
    )  # fmt: skip


def _is_said(row: Reminder) -> bool:
    """Whether all that this reminder's line is for on its day is written down."""
    if row.kind != "activity" or not row.key:
        return False
    assert current.patient is not None
    item = logging.item_of(current.session, current.grant, row.key)
    day = snooze.own_day(row, current.patient.time_zone)
    return together.is_all_said(current.session, current.grant, item, day)


def _ask(id_: str, problem: str = "") -> str:
    rows = snooze.of_mine(current.session, current.grant, id_)
    known = saying.about(current.session, current.grant, {row.key for row in rows if row.key}, locale_tag())
    names = [known[row.key].name if row.key in known else KINDS[row.kind].title for row in rows if row.kind in KINDS]
    one = choices.mine(current.session, current.grant, ASKED_FOR)
    ways = snooze.offered(current.session, current.grant, rows[0], one)
    return render(
        "patient/reminders/later.html", names=list(dict.fromkeys(names)), id_=id_, words=snooze.WAYS,
        ways=[(way.name, format_time(local(way.until, one.time_zone).time())) for way in ways],
        problem=problem, is_over=snooze.is_over(rows[0]), only_tomorrow=len(ways) == 1,
    )  # fmt: skip
