"""What my team arranged: visits, referrals, tests, and when to come back, each in plain words with who sees to it."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.arrangements import reading, sorts
from app.care.people.names import called
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/arranged", needs=Permission.SEE_PLAN)
def arranged() -> Any:
    """What is open first, by time, then what was over lately."""
    found = reading.all_of(current.session, current.grant)
    return render(
        "patient/arranged/arranged.html",
        open_ones=[one for one in found if one.is_open],
        over=[one for one in found if not one.is_open],
        said=reading.for_the_person, hows=sorts.HOWS, icons=sorts.ICONS, called=called,
    )  # fmt: skip
