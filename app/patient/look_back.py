"""Look back: what happened, in facts, numbers and a small line; and what was promised on both sides."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.people.names import called
from app.care.progress import look_back, promises, say
from app.care.progress.kinds import KINDS
from app.patient.base import pages
from app.patient.today import named
from app.web.context import current
from app.web.render import render


@pages.get("/look-back", endpoint="look_back", needs=Permission.SEE_PROGRESS)
def look_back_page() -> Any:
    found = look_back.of(current.session, current.grant)
    may_see = current.grant.may(Permission.SEE_PLAN)
    promised = promises.of(current.session, current.grant, found.items) if may_see else []
    return render(
        "patient/look_back/look_back.html", back=found, promises=promised, kinds=KINDS, outcomes=say.OUTCOMES,
        who=named(found.names), say=say, called=called,
    )  # fmt: skip
