"""Who has seen the newest version of the plan, and who has not yet, for the team."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.plan import seen
from app.provider.base import record
from app.web.context import current
from app.web.render import render


@record.get("/plan/seen", needs=Permission.SEE_PLAN)
def who_has_seen() -> Any:
    """The same list as on the person's phone."""
    assert current.patient is not None
    return render("seen/seen.html", side="record", seen=seen.of(current.session, current.grant, current.patient))
