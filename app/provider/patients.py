"""The list of one's own people, and adding somebody."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from flask import request

from app.care.people import glass, mine, patients
from app.db import new_id
from app.errors import Invalid
from app.i18n import _
from app.provider import noted
from app.provider.base import pages
from app.web import looked_for
from app.web.context import current
from app.web.needs import WORK
from app.web.render import render, say, see


@pages.get("/patients", needs=WORK, endpoint="patients")
def patients_page() -> str:
    """Whom I work with, by name."""
    search = looked_for.words("provider.patients", "name")
    people = mine.of(current.session, current.me, search)
    opened = glass.open_now(current.session, current.me)
    noted.reading("provider.patients", (one.patient.id for one in people), (one.patient.id for one in opened))
    return render("provider/patients/list.html", people=people, opened=opened, search=search, most=mine.MOST)


@pages.post("/patients", needs=WORK)
def find_patients() -> Any:
    """Look for somebody by name."""
    return looked_for.keep("provider.patients", "name")


def _form(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if _is_a_place(zone)]
    typed = {**request.form.to_dict()} or {"time_zone": current.config.practice.time_zone, "language": "en"}
    typed.setdefault("id", new_id())
    return render("provider/patients/add.html", typed=typed, zones=zones, problems=problems or {}), status


@pages.get("/patients/new", needs=WORK)
def add_person() -> Any:
    """Somebody new: name, birth date, how to reach them."""
    return _form()


@pages.post("/patients/new", needs=WORK)
def add_person_now() -> Any:
    """Store the person with an empty plan, and go on to the invitation."""
    typed = request.form
    zone = typed.get("time_zone", "")
    try:
        if zone not in available_timezones():
            raise Invalid(fields={"time_zone": _("Choose a time zone from the list.")})
        grant = patients.add(
            current.session,
            current.me,
            full_name=typed.get("full_name", ""),
            preferred_name=typed.get("preferred_name", ""),
            birth_date=typed_birth_date(),
            phone=typed.get("phone", ""),
            language=typed.get("language", "en"),
            time_zone=zone,
            id_=typed.get("id", ""),
        )
    except Invalid as problem:
        return _form(problem.errors, 422)
    say(_("%(name)s is added, and you lead the care team.", name=typed["full_name"].strip()))
    return see("record.invite", patient_id=grant.patient_id)


def typed_birth_date() -> date | None:
    """The date of birth that a form holds in three parts; None for what is no date."""
    try:
        parts = [int(request.form.get(f"birth_date-{part}", "")) for part in ("year", "month", "day")]
        return date(*parts)
    except (ValueError, OverflowError):
        return None


def _is_a_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/"))
