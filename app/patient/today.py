"""Today: what is for today, one big "I did it" each, what was done with a way back, and what the team did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request

from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.arrangements.reading import for_the_person
from app.care.concerns import telling
from app.care.contacts import today as office
from app.care.people import own_news
from app.care.people.names import called
from app.care.plan import day, who
from app.care.plan.kinds import follow_up
from app.care.plan.kinds.activity import PARTS
from app.care.progress import logging, pauses, say, today, wrong_person
from app.care.progress.coping import HELPED, UNSAID
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.patient.base import pages
from app.web import incoming, later
from app.web.context import current
from app.web.render import render, see
from app.web.render import say as tell

SMALL = {"did": _l("Done"), "partly": _l("Partly done"), "not_this_time": _l("Not this time"),
         "no_longer_fits": _l("No longer fits")}  # fmt: skip


@pages.get("/today", endpoint="today", needs=Permission.SEE_PLAN)
def today_page() -> Any:
    came = request.args
    found = today.of(current.session, current.grant, just=came.get("just", ""), form=came.get("all", ""))
    own = current.grant.capacity is Capacity.SELF
    return render(
        "patient/today/today.html", today=found, greeting=greeting(found.hour), outcomes=SMALL, new_key=new_id,
        who=named(found.names), reading=say.reading, helped=HELPED, unsaid=UNSAID, parts=PARTS,
        called=called, visit_title=follow_up.title, life=found.life, why_words=pauses.WHYS,
        people=who.called(current.session, current.grant, found.life.people(), current.patient),
        told=telling.lately(current.session, current.grant),
        set_right=wrong_person.told(current.session, current.grant), office=office.of(current.session, current.grant),
        own_news=own_news.of(current.session, current.grant) if own else own_news.News(),
        arranged_words=for_the_person, lot_key=came.get("all", ""),
    )  # fmt: skip


@pages.post("/today/items/<key>", needs=Permission.LOG)
def log(key: str) -> Any:
    outcome = request.form.get("outcome", "")
    if outcome not in ("did", "partly"):
        raise Invalid(_("Choose what happened."))
    try:
        entry = logging.record(
            current.session, current.grant, key, outcome,
            happened_on=day_of(request.form.get("day", "")), client_key=request.form.get("client_key", ""),
            done_at=later.done_at(),
        )  # fmt: skip
    except Conflict as problem:  # the phone brought an old page back: the fresh one says what is stored
        later.to_script(problem)
        tell(_("That page was used before. Here is what is written down now. Press again if it is not right."))
        return see("patient.today")
    return later.stored("patient.today", just=entry.id)


@pages.post("/today/entries/<entry_id>/undo", needs=Permission.LOG)
def undo_entry(entry_id: str) -> Any:
    logging.undo(current.session, current.grant, entry_id)
    tell(_("Taken back."))
    return see("patient.today")


@pages.post("/today/items/<key>/start", needs=Permission.OWN_DAY)
def start(key: str) -> Any:
    day.put_on(current.session, current.grant, key)
    tell(_("It is on your day now."))
    return see("patient.today")


@pages.post("/today/items/<key>/stop", needs=Permission.OWN_DAY)
def stop(key: str) -> Any:
    day.take_off(current.session, current.grant, key)
    tell(_("It is off your day now. You can put it back in your plan."))
    return see("patient.today")


@pages.get("/today/items/<key>/earlier", needs=Permission.LOG)
def earlier(key: str) -> Any:
    return _earlier(key, {"client_key": new_id()}, {})


@pages.post("/today/items/<key>/earlier", needs=Permission.LOG)
def log_earlier(key: str) -> Any:
    typed = request.form
    try:
        entry = logging.record(
            current.session, current.grant, key, typed.get("outcome", ""),
            happened_on=_earlier_day(typed.get("which", ""), typed.get("happened_on", "")),
            note=typed.get("note", ""), client_key=typed.get("client_key", ""), done_at=later.done_at(),
        )  # fmt: skip
    except Invalid as problem:
        later.to_script(problem)
        return _earlier(key, typed, problem.errors), 422
    except Conflict as problem:
        later.to_script(problem)
        return _earlier(key, typed.to_dict() | {"client_key": new_id()}, {"outcome": problem.words}), 409
    return later.stored("patient.today", just=entry.id)


def _earlier(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = logging.item_of(current.session, current.grant, key)
    return render(
        "patient/today/earlier.html", item=item, typed=typed, errors=errors, outcomes=say.OUTCOMES,
        latest=current.today,
        near=[
            (str(current.today - timedelta(days=1)), _("Yesterday")),
            (str(current.today - timedelta(days=2)), _("2 days ago")),
        ],
    )  # fmt: skip


def _earlier_day(near: str, other: str) -> date:
    """The day that was picked, or the one that was typed; here none is not today."""
    if not near and not other:
        raise Invalid(fields={"happened_on": _l("Choose a day, for example yesterday.")})
    return day_of(near or other, "happened_on")


def day_of(text: str, field: str = "day") -> date:
    """A day as a form sends it; none means today. Raises ``Invalid`` at the field."""
    try:
        return incoming.day(text) or current.today
    except ValueError:
        raise Invalid(fields={field: _l("Choose a day, for example yesterday.")}) from None


def greeting(hour: int) -> str:
    """By the person's own time of day; a helper sees whose day it is."""
    assert current.patient is not None
    name = current.patient.preferred_name
    if current.grant.capacity == "proxy":
        return _("Today for %(name)s", name=name)
    if 5 <= hour < 12:
        return _("Good morning, %(name)s", name=name)
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


def named(names: dict[str, str]) -> Any:
    """For templates: who wrote a row down, with both names for a helper, nothing for the person."""
    assert current.patient is not None
    person = current.patient.preferred_name
    return lambda row: say.who(row.capacity, names.get(row.actor_id, ""), person)
