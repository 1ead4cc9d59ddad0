"""Who has seen the newest version of the plan, and who has not yet."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.plan import seen
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see


@pages.get("/plan/seen", needs=Permission.SEE_PLAN)
def who_has_seen() -> Any:
    if current.grant.is_team:
        return see("record.who_has_seen")
    assert current.patient is not None
    return render("seen/seen.html", side="patient", seen=seen.of(current.session, current.grant, current.patient))
