"""From the icon's menu, which knows nobody, to where the person writes something down."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from app.access import relationships
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.account.base import pages
from app.account.home import landing
from app.web.context import current
from app.web.needs import SIGNED_IN


@pages.get("/log", needs=SIGNED_IN)
def own_log() -> Any:
    """To the person's readings; for somebody who helps one person, theirs; for others where they land."""
    people = [] if current.me.is_staff else relationships.all_for(current.session, current.me)
    mine = people[0] if people and (len(people) == 1 or people[0].grant.capacity is Capacity.SELF) else None
    if mine is None or not mine.grant.may(Permission.LOG):
        return redirect(landing(current.me), 303)
    return redirect(url_for("patient.measure", patient_id=mine.patient.id), 303)
