"""Promises: mine and theirs in one list; due, kept, late, dropped with a reason. What is late says so."""

from __future__ import annotations

from typing import Any

from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.people.names import accounts_of, called
from app.care.progress import promises
from app.patient.base import pages
from app.patient.today import named
from app.web.context import current
from app.web.render import render


@pages.get("/promises", endpoint="promises", needs=Permission.SEE_PLAN)
def promises_page() -> Any:
    found = promises.of(current.session, current.grant)
    helped = {one.by.actor_id for one in found if one.by is not None and one.by.capacity == Capacity.PROXY}
    names = {id_: account.first_name for id_, account in accounts_of(current.session, helped).items()}
    return render(
        "patient/promises/promises.html",
        promises=found,
        called=called,
        who=named(names),
        practice=current.config.practice,
        today=current.today,
        is_self=current.grant.capacity == "self",
    )
