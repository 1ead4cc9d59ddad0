"""What people said was not right in their log, and the answer to it in words."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import overseeing
from app.care.people import log_rows, not_right
from app.care.people.log_words import kind_of, words_of
from app.care.people.names import accounts_of, called
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import Account, AuditEvent, NotRight, Patient
from app.provider.base import privacy as pages
from app.provider.privacy import looked
from app.web.context import current
from app.web.needs import PRIVACY
from app.web.render import render, say, see


@pages.get("/reports", endpoint="reports", needs=PRIVACY)
def reports() -> Any:
    found = not_right.all_reports(current.session)
    people = not_right.people_of(current.session, found)
    about = accounts_of(current.session, {one.about_id for one in found if one.about_id})
    guests = log_rows.guests_at(current.session, [one.seq for one in found if not one.about_id])
    looked("reports", people)
    return render(
        "provider/privacy/reports.html",
        reports=found,
        people=people,
        about=about,
        guests=guests,
        what=not_right.WHAT,
        called=called,
    )


@pages.get("/reports/<report_id>", endpoint="report", needs=PRIVACY)
def report(report_id: str) -> Any:
    found = _one(report_id)
    looked("report", [found.patient_id])
    return _page(found)


@pages.post("/reports/<report_id>", endpoint="answer", needs=PRIVACY)
def answer(report_id: str) -> Any:
    found, typed = _one(report_id), request.form.get("answer", "")
    grant = overseeing.grant(current.me, found.patient_id, current.request_id)
    try:
        not_right.answer(current.session, grant, report_id, typed)
    except (Invalid, Conflict) as problem:
        return _page(found, typed, problem), problem.status
    say(_("Stored. They read it in their log."))
    return see("privacy.reports")


def _one(report_id: str) -> NotRight:
    found = current.session.get(NotRight, report_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound()
    return found


def _page(found: NotRight, typed: str = "", problem: Invalid | Conflict | None = None) -> str:
    row = current.session.get(AuditEvent, found.seq)
    return render(
        "provider/privacy/report.html",
        report=found,
        patient=current.session.get_one(Patient, found.patient_id),
        about=current.session.get(Account, found.about_id) if found.about_id else None,
        guest=log_rows.guests_at(current.session, [] if found.about_id else [found.seq]).get(found.seq),
        row=row,
        did=words_of(kind_of(row.act)) if row else "",
        what=not_right.WHAT,
        called=called,
        typed=typed,
        errors=getattr(problem, "fields", {}),
        problem=problem if isinstance(problem, Conflict) else None,
    )
