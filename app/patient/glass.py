"""The person has read that somebody looked without being on the team."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.people import glass
from app.patient.base import pages
from app.web.context import current
from app.web.render import see


@pages.post("/glass/<glass_id>/read", needs=Permission.OWN_DETAILS)
def glass_read(glass_id: str) -> Any:
    """It is not shown again; the log keeps it."""
    glass.told(current.session, current.grant, glass_id)
    return see("patient.today")
