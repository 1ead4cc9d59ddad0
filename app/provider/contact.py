"""Contact facts at the desk: still right, or mended. All that a clerk sees of a person besides inviting them."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import contact
from app.errors import Invalid
from app.i18n import LANGUAGES, _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/contact", needs=Permission.CONFIRM_CONTACT)
def contact_facts() -> Any:
    return _show()


@record.post("/contact", needs=Permission.CONFIRM_CONTACT)
def store_contact_facts() -> Any:
    form = request.form
    if form.get("go") == "right":
        contact.confirm(current.session, current.grant)
        say(_("Stored: all of it is still right."))
        return see("record.contact_facts")
    try:
        contact.mend(
            current.session,
            current.grant,
            preferred_name=form.get("preferred_name", ""),
            phone=form.get("phone", ""),
            language=form.get("language", ""),
        )
    except Invalid as problem:
        return _show(form.to_dict(), problem.errors), problem.status
    say(_("Stored."))
    return see("record.contact_facts")


def _show(typed: dict[str, str] | None = None, problems: dict[str, Any] | None = None) -> Any:
    person = current.patient
    assert person is not None
    return render(
        "provider/contact/contact.html",
        person=person,
        by=contact.confirmed_by(current.session, person),
        typed=typed or {"preferred_name": person.preferred_name, "phone": person.phone, "language": person.language},
        languages=LANGUAGES,
        problems=problems or {},
    )
