"""Who used this plan and when: for the team, about the plan and not about people."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.contacts import used as uses
from app.care.people.names import called
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render


@record.get("/used", needs=Permission.REVIEW)
def used() -> Any:
    """Each way of using the plan, by whom, how often in a year and when last."""
    assert current.patient is not None
    found = uses.of(current.session, current.grant)
    return render(
        "provider/profile/used.html",
        rows=[(_who(use), uses.WORDS[use.what], use.times, use.last) for use in found],
        person=current.patient,
    )


def _who(use: uses.Use) -> str:
    """Both names for a helper, and for what came on paper."""
    assert current.patient is not None
    name, person = (called(use.account) if use.account else _("Somebody who left")), current.patient.preferred_name
    if use.capacity == "proxy":
        return _("%(helper)s for %(person)s", helper=name, person=person)
    if use.capacity == "paper":
        return _("%(person)s, on paper, entered by %(name)s", person=person, name=name)
    return person if use.capacity == "self" else name
