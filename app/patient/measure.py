"""Write a reading down: a number with its unit, asked back when unusual, and what to do when it is far out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.progress import edges, information, measurements, own_zone, say
from app.care.progress.edges import Red
from app.care.progress.flags import FLAGS, spoken
from app.care.progress.kinds import KINDS, Kind, Unit
from app.care.progress.measurements import Asked, NotSure
from app.care.progress.own_zone import OwnZone
from app.care.reminders.times import moment, parse
from app.care.worse import hours
from app.care.worse.hours import Ring
from app.db import new_id
from app.errors import Conflict, Invalid, Refusal
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.patient.base import pages
from app.patient.today import named
from app.web import incoming, later
from app.web.context import current
from app.web.render import render, see
from app.web.render import say as tell


@pages.get("/measure", needs=Permission.LOG)
def measure() -> Any:
    current.grant.must_in(Permission.LOG, "diary")
    return render("patient/measure/kinds.html", kinds=KINDS.values())


@pages.get("/measure/<kind>", needs=Permission.LOG)
def measure_kind(kind: str) -> Any:
    return _form(measurements.kind_of(kind), {"client_key": new_id()}, {})


@pages.post("/measure/<kind>", needs=Permission.LOG)
def save_measure(kind: str) -> Any:
    known, typed = measurements.kind_of(kind), request.form
    if typed.get("step") == "fix":
        return _form(known, typed, {}), 422
    try:
        row = measurements.record(current.session, current.grant, kind, _asked(known, typed))
    except Invalid as problem:
        later.to_script(problem)
        return _form(known, typed, problem.errors), 422
    except Conflict as problem:
        later.to_script(problem)
        return _form(known, typed.to_dict() | {"client_key": new_id()}, {known.parts[0].name: problem.words}), 409
    except NotSure as question:
        later.to_script(Refusal(_in_words(question)))
        flag = FLAGS.get(question.flag or "")
        return render(
            "patient/measure/check.html", kind=known, typed=typed, question=question, say=say, flag=flag
        ), 422
    if typed.get("keep_unit") == "yes":
        measurements.choose_unit(current.session, current.grant, kind, row.unit)
    return later.stored("patient.measured", look=row.flag is not None, measurement_id=row.id)


@pages.get("/measurements/<measurement_id>", needs=Permission.SEE_PROGRESS)
def measured(measurement_id: str) -> Any:
    row = measurements.one(current.session, current.grant, measurement_id)
    signs = request.args.get("signs", "")
    practice = current.config.practice
    assert current.patient is not None
    return render(
        "patient/measure/measured.html", row=row, words=say.reading(row.kind, row.values, row.unit), signs=signs,
        flag=spoken(row.flag, row.values) if row.undone_at is None else None,
        old=clock.now() - max(row.happened_at, row.recorded_at) > measurements.OLD,
        info=information.of(row.kind, row.canonical) if row.undone_at is None else "",
        zone=own_zone.of(current.session, current.grant, row, practice), limits=own_zone.limits_of(row),
        ring=hours.for_this_hour([], practice, clock.now(), current.patient.time_zone),
        who=named(say.names_of(current.session, {row.actor_id} if row.capacity != "self" else set())),
    )  # fmt: skip


@pages.post("/measurements/<measurement_id>/signs", needs=Permission.LOG)
def signs(measurement_id: str) -> Any:
    answer = "yes" if request.form.get("signs") == "yes" else "no"
    if answer == "yes":
        measurements.with_signs(current.session, current.grant, measurement_id)
    else:
        measurements.one(current.session, current.grant, measurement_id)
    return later.stored("patient.measured", look=answer == "yes", measurement_id=measurement_id, signs=answer)


@pages.post("/measurements/<measurement_id>/undo", needs=Permission.LOG)
def undo_measure(measurement_id: str) -> Any:
    measurements.undo(current.session, current.grant, measurement_id)
    tell(_("Taken back."))
    return see("patient.today")


def _asked(kind: Kind, typed: Any) -> Asked:
    still = {"yes": True, "no": False}.get(typed.get("still", ""))
    return Asked(
        typed={name: typed.get(name, "") for name in (*(part.name for part in kind.parts), "arm", "irregular")},
        client_key=typed.get("client_key", ""),
        unit=typed.get("unit", ""),
        happened_at=_when(typed) or later.done_at(),
        sure="yes" in (typed.get("sure"), request.args.get("sure")),
        still=still,
        note=typed.get("note", ""),
    )


def _in_words(question: NotSure) -> str:
    """What the page that asks back would say, for a phone that sends later."""
    if question.still:
        return _("You wrote down an earlier reading. Please open it: we ask if it is still like this.")
    doubts = " ".join(str(doubt) for doubt in question.reading.doubts)
    return doubts or _("This number fits another unit. What does your meter or scale show?")


def _when(typed: Any) -> datetime | None:
    """When it was, on the person's own clock; None for now. Raises ``Invalid`` at the field "when"."""
    day, at = typed.get("when", "").strip(), typed.get("at", "").strip()
    if not day and not at:
        return None
    try:
        on = incoming.day(day) or current.today
    except ValueError:
        raise Invalid(fields={"when": _l("Choose a day, for example yesterday.")}) from None
    clock_time = parse(at) if at else time(12)
    if clock_time is None:
        raise Invalid(fields={"at": _l("Type a time, for example 08:30.")})
    assert current.patient is not None
    return moment(on, clock_time, current.patient.time_zone)


def _form(kind: Kind, typed: Any, errors: dict[str, Any]) -> str:
    assert current.patient is not None
    practice = current.config.practice
    ask_unit = request.args.get("unit") == "ask"
    unit = measurements.unit_for(kind, current.patient, typed.get("unit", ""))
    return render(
        "patient/measure/form.html", kind=kind, typed=typed, errors=errors, unit=unit, ask_unit=ask_unit,
        latest=current.today, reds=_reds(kind, kind.offered if unit is None or ask_unit else [unit]),
        ring=Ring([line for line in (practice.office, practice.out_of_hours) if line]),
    )  # fmt: skip


def _reds(kind: Kind, units: Sequence[Unit]) -> list[tuple[Red, OwnZone | None]]:
    """What is red for this person, each with what their own plan says for it."""
    found = edges.of(current.session, current.grant, kind, units)
    plan = [red.zone for red in found if red.zone]
    own = iter(own_zone.before_sent(current.session, current.grant, plan, current.config.practice))
    return [(red, next(own) if red.zone else None) for red in found]
