"""Promises: mine and theirs in one list; due, kept, late, dropped with a reason. What is late says so."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.people.names import called
from app.care.progress import promises
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/promises", endpoint="promises", needs=Permission.SEE_PLAN)
def promises_page() -> Any:
    found = promises.of(current.session, current.grant)
    return render(
        "patient/promises/promises.html",
        promises=found,
        called=called,
        practice=current.config.practice,
        today=current.today,
        is_self=current.grant.capacity == "self",
    )
