"""A copy of the plan on this device, by choice: the page that switches it on and off, and the copy itself."""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify

from app.access import copies
from app.access.permissions import Permission
from app.care.copies import making
from app.errors import NotFound
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see


@pages.get("/copy", needs=Permission.SEE_PLAN)
def copy() -> Any:
    """What a copy holds, what protects it, and the switch. The team has no copies."""
    if current.grant.is_team:
        return see("record.profile")
    return render("patient/copy/copy.html", days=making.DAYS, own=current.grant.capacity == "self")


@pages.get("/copy/plan", needs=Permission.SEE_PLAN)
def copy_plan() -> Any:
    """The copy as JSON, with the pass by which its device asks whether it may stay."""
    if current.grant.is_team or current.login is None or current.patient is None:
        raise NotFound()
    made = making.make(current.session, current.grant, current.config.practice, current.patient)
    key = str(current_app.secret_key)
    return jsonify(made | {"pass": copies.write_pass(key, current.login.id, current.grant)})
