"""Visits, referrals, tests and times to come back of one person: the list, one of them, and its steps."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from app.access.permissions import Permission
from app.care.arrangements import making, moving, reading, serving, sorts, steps, unread
from app.care.people.names import called
from app.care.people.patients import team_of
from app.care.people.team import is_clinical
from app.errors import Conflict, Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.provider.base import record
from app.web.context import current
from app.web.incoming import day
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.get("/arrangements", needs=REVIEW)
def arrangements() -> Any:
    """What is open, by time, and what was over lately."""
    found = reading.all_of(current.session, current.grant)
    return render(
        "provider/arrangements/list.html",
        open_ones=[one for one in found if one.is_open],
        over=[one for one in found if not one.is_open],
        sorts=sorts.SORTS, icons=sorts.ICONS, states=sorts.STATES, person=current.patient, called=called,
        today=current.today, serves=serving.titles(current.session, current.grant, [one.row for one in found]),
    )  # fmt: skip


@record.get("/arrangements/<arrangement_id>", needs=REVIEW)
def arrangement(arrangement_id: str) -> Any:
    """One with its owner, its steps so far, what comes next, and for a visit the list before it."""
    return _page(arrangement_id, {}, {})


@record.post("/arrangements/<arrangement_id>/step", needs=REVIEW)
def arrangement_step(arrangement_id: str) -> Any:
    """Move it on; "booked" with a day and a time."""
    typed = request.form.to_dict()
    try:
        at = moment(typed) if typed.get("state") == "booked" else None
        moving.step(
            current.session, current.grant, arrangement_id, typed.get("state", ""), at, typed.get("words", ""),
            seen=typed.get("seen"),
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        return _refused(arrangement_id, typed, problem)
    say(_("Kept. %(name)s can see where it stands.", name=_name()))
    return see("record.arrangement", arrangement_id=arrangement_id)


@record.post("/arrangements/<arrangement_id>/tell", needs=REVIEW)
def arrangement_told(arrangement_id: str) -> Any:
    """Close it with what came of it, once the person is told."""
    typed = request.form.to_dict()
    try:
        moving.tell_and_close(
            current.session, current.grant, arrangement_id, typed.get("how", ""), typed.get("result", "")
        )
    except (Invalid, Conflict) as problem:
        return _refused(arrangement_id, typed, problem)
    say(_("Closed. %(name)s can read what came of it.", name=_name()))
    return see("record.arrangements")


@record.post("/arrangements/<arrangement_id>/ready", needs=REVIEW)
def arrangement_ticked(arrangement_id: str) -> Any:
    """Tick a line of the list before a visit, or take the tick back."""
    name, done = request.form.get("name", ""), request.form.get("done") != "no"
    steps.tick(current.session, current.grant, arrangement_id, name, done=done)
    return see("record.arrangement", arrangement_id=arrangement_id, _anchor="ready")


@record.post("/arrangements/<arrangement_id>/owner", needs=REVIEW)
def arrangement_handed_over(arrangement_id: str) -> Any:
    """A colleague sees to it from now on."""
    typed = request.form.to_dict()
    try:
        moving.hand_over(current.session, current.grant, arrangement_id, typed.get("owner_id", ""))
    except (Invalid, Conflict) as problem:
        return _refused(arrangement_id, typed, problem)
    say(_("Handed over."))
    return see("record.arrangement", arrangement_id=arrangement_id)


def moment(typed: Any, name: str = "happens") -> datetime | None:
    """A day and a time on the person's clock as UTC; None when both are empty. ``Invalid`` for half of it."""
    assert current.patient is not None
    wrong = Invalid(fields={f"{name}_at": _l("Pick a day and a time to come.")})
    try:
        on = day(typed.get(f"{name}_on", ""))
        at = time.fromisoformat(typed[f"{name}_time"]) if typed.get(f"{name}_time") else None
    except ValueError:
        raise wrong from None
    if on is None and at is None:
        return None
    if on is None or at is None:
        raise wrong
    zone = ZoneInfo(current.patient.time_zone)
    return datetime.combine(on, at.replace(tzinfo=None), zone).astimezone(ZoneInfo("UTC"))


def owners() -> list[tuple[str, str]]:
    """Who of the team can see to it, for a list to choose from."""
    return [(a.id, called(a)) for a in team_of(current.session, current.grant.patient_id) if is_clinical(a)]


def _name() -> str:
    assert current.patient is not None
    return current.patient.preferred_name


def _refused(arrangement_id: str, typed: dict[str, str], problem: Invalid | Conflict) -> Any:
    current.session.rollback()
    if isinstance(problem, Conflict):
        raise problem
    return _page(arrangement_id, typed, problem.errors), 422


def _page(arrangement_id: str, typed: dict[str, str], errors: dict[str, Any]) -> str:
    one = reading.one(current.session, current.grant, arrangement_id)
    following = sorts.NEXT[one.row.sort].get(one.row.state, ()) if one.is_open else ()
    again = {"booked": _("Another time")} if one.row.state == "booked" else {}
    return render(
        "provider/arrangements/one.html",
        one=one, typed=typed, errors=errors, person=current.patient, sorts=sorts.SORTS, hows=sorts.HOWS,
        states=sorts.STATES, told=list(sorts.TOLD.items()), told_words=sorts.TOLD, prep=sorts.PREP, called=called,
        next_steps=[(state, again.get(state) or sorts.STATES[state]) for state in following],
        is_loop=one.row.sort in sorts.LOOPS, owners=owners(), earliest=current.today,
        read_at=unread.read_at(current.session, current.grant, one.row) if one.row.told_how == "here" else None,
        mark=typed.get("seen") or moving.mark(one.row),
        said=reading.for_the_person(one.row), longest=making.LENGTHS[1],
        serves=serving.titles(current.session, current.grant, [one.row]),
    )  # fmt: skip
