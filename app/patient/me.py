"""The person's own page: what we call them, their language, their devices, who helps and who is on the team."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.guests import words
from app.care.leaving import asking
from app.care.people import agreed_steps, agreed_words, agreements, contact, details, invited, patients
from app.care.people.names import called
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


def _page(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    grant = current.grant
    own = grant.capacity is Capacity.SELF
    helpers = agreements.of(current.session, grant) if own or grant.capacity is Capacity.PROXY else []
    return (
        render(
            "patient/me/me.html",
            person=current.patient,
            own=own,
            team=patients.members_of(current.session, grant.patient_id),
            called=called,
            helpers=helpers,
            history=[]
            if own
            else [step for one in helpers for step in agreed_steps.of(current.session, grant, one.grant)],
            steps=agreed_words.STEPS,
            invited=invited.of(current.session, grant) if own else [],
            agreed=agreed_words.lines,
            erasing=asking.open_one(current.session, grant) if own else None,
            guests_wrote=words.waiting(current.session, grant) if own else 0,
            typed=request.form.get("preferred_name"),
            problems=problems or {},
        ),
        status,
    )


@pages.get("/me", needs=Permission.SEE_AGREED)
def me() -> Any:
    """For the person their own page; for a helper, whatever was agreed, just that. The team has the profile."""
    return see("record.profile") if current.grant.is_team else _page()


@pages.post("/me/name", needs=Permission.OWN_DETAILS)
def me_name() -> Any:
    """The name the person wants to be called, everywhere from now on."""
    try:
        patient = details.call_me(current.session, current.grant, request.form.get("preferred_name", ""))
    except Invalid as problem:
        return _page(problem.errors, 422)
    say(_("From now on we call you %(name)s.", name=patient.preferred_name))
    return see("patient.me")


@pages.post("/me/phone", needs=Permission.CONFIRM_CONTACT)
def me_phone() -> Any:
    """The number at which we ring: still right, or another."""
    person = current.patient
    assert person is not None
    try:
        contact.mend(
            current.session,
            current.grant,
            preferred_name=person.preferred_name,
            phone=request.form.get("phone", ""),
            language=person.language,
        )
    except Invalid as problem:
        return _page(problem.errors, 422)
    say(_("Stored. Thank you."))
    return see("patient.me")
