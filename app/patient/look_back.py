"""Look back: a week at a glance, each goal and reading as a line with its sentence and table, the last entries."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import look_back, promises, say
from app.care.progress.kinds import KINDS
from app.care.progress.own_weeks import DID, NOT, OFF, OPEN, PARTLY, PAUSED, Week
from app.i18n import _, format_day, format_weekday_short
from app.i18n import lazy_gettext as _l
from app.patient.base import pages
from app.patient.today import named
from app.web.context import current
from app.web.render import render

DAY_WAS = {
    DID: _l("Done"),
    PARTLY: _l("Partly done"),
    NOT: _l("Not this time"),
    PAUSED: _l("Paused"),
    OPEN: _l("Nothing written down"),
    OFF: _l("Nothing planned"),
}


@pages.get("/look-back", endpoint="look_back", needs=Permission.SEE_PROGRESS)
def look_back_page() -> Any:
    found = look_back.of(current.session, current.grant, request.args.get("for", ""))
    may_see = current.grant.may(Permission.SEE_PLAN)
    promised = promises.of_team(current.session, current.grant, found.items) if may_see else None
    return render(
        "patient/look_back/look_back.html", back=found, kinds=KINDS, outcomes=say.OUTCOMES,
        late=None if promised is None else sum(one.state == "late" for one in promised),
        who=named(found.names), say=say, day_was=DAY_WAS, side_by_side=_side_by_side, periods=look_back.PERIODS,
        is_self=current.grant.capacity == "self",
    )  # fmt: skip


def _side_by_side(week: Week) -> list[tuple[str, str, str]]:
    """Each day of a week, short and in words, with what it was."""
    return [
        (format_weekday_short(on), _("%(day)s: %(what)s", day=format_day(on), what=DAY_WAS[was]), was)
        for on, was in week.days_were
    ]
