"""The limits that my readings are held against: mine first, with who set them and why, then the usual ones."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.progress import own_limits, zone_words
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/limits", needs=Permission.SEE_PROGRESS)
def limits() -> Any:
    found = own_limits.of(current.session, current.grant)
    return render("patient/measure/limits.html", holds=found, zone_words=zone_words.of)
