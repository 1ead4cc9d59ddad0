"""What my team arranged: visits, referrals, tests, and when to come back, each in plain words with who sees to it."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.arrangements import moving, reading, serving, sorts
from app.care.people.names import called
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/arranged", needs=Permission.SEE_PLAN)
def arranged() -> Any:
    """What is open first, by time, then what was over lately."""
    found = reading.all_of(current.session, current.grant)
    return render(
        "patient/arranged/arranged.html",
        open_ones=[one for one in found if one.is_open],
        over=[one for one in found if not one.is_open],
        said=reading.for_the_person, hows=sorts.HOWS, icons=sorts.ICONS, called=called,
        serves=serving.titles(current.session, current.grant, [one.row for one in found]),
    )  # fmt: skip


@pages.post("/arranged/<arrangement_id>/happened", needs=Permission.ASK)
def arranged_happened(arrangement_id: str) -> Any:
    """What one should come back for is there."""
    moving.it_happened(current.session, current.grant, arrangement_id)
    say(_("We got it. Somebody rings. If you feel much worse now, press Help now."))
    return see("patient.arranged", _anchor=arrangement_id)
