"""The list of local services, for everybody who works here: when each was last checked, and whether it helped."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.plan import local_services
from app.care.plan.kinds.community_resource import NEEDS
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import LocalService
from app.provider.base import pages, record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.incoming import whole
from app.web.needs import STAFF
from app.web.render import render, say, see


@pages.get("/services", needs=STAFF)
def services() -> Any:
    """All of them, or those for one need."""
    return _list("provider/services/list.html")


@record.get("/services", needs=Permission.EDIT_PLAN)
def services_for() -> Any:
    """The same list, to take one into this person's plan."""
    return _list("provider/services/choose.html", person=person())


@pages.get("/services/new", needs=STAFF)
def service_new() -> Any:
    """An empty form."""
    return _form({"new_key": new_id()}, {})


@pages.post("/services/new", needs=STAFF)
def service_added() -> Any:
    """Put one on the list."""
    return _save("")


@pages.get("/services/<service_id>", needs=STAFF)
def service(service_id: str) -> Any:
    """One service in its form."""
    row = local_services.one(current.session, service_id)
    return _form(_facts(row), {}, row)


@pages.post("/services/<service_id>", needs=STAFF)
def service_saved(service_id: str) -> Any:
    """Keep what was changed."""
    return _save(service_id)


@pages.post("/services/<service_id>/checked", needs=STAFF)
def service_checked(service_id: str) -> Any:
    """All of it still holds."""
    local_services.checked(current.session, current.me, service_id)
    say(_("Noted: checked today."))
    return see("provider.services")


@pages.post("/services/<service_id>/close", needs=STAFF)
def service_closed(service_id: str) -> Any:
    """It is not there any more."""
    local_services.close(current.session, current.me, service_id)
    say(_("It is off the list. Plans that name it keep their words."))
    return see("provider.services")


def _save(service_id: str) -> Any:
    form = request.form
    facts = {name: form.get(name, "") for name in (*local_services.LONGEST, "need")}
    revision = whole(form.get("revision", ""))
    try:
        new_key = form.get("new_key", "")
        local_services.save(current.session, current.me, facts, service_id, revision, new_key)
    except Invalid as problem:
        current.session.rollback()
        row = local_services.one(current.session, service_id) if service_id else None
        kept = {"revision": form.get("revision", ""), "new_key": form.get("new_key", "")}
        return _form({**facts, **kept}, problem.errors, row), 422
    except Conflict as problem:
        current.session.rollback()
        row = local_services.one(current.session, service_id) if service_id else None
        newest = {"revision": row.revision} if row else {"new_key": new_id()}
        return _form({**facts, **newest}, {}, row, problem), 409
    say(_("Kept."))
    return see("provider.services")


def _facts(row: LocalService) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*local_services.LONGEST, "need", "revision")}


def _list(template: str, **more: Any) -> str:
    need = request.args.get("need", "")
    rows = local_services.all_of(current.session, need if need in NEEDS else "")
    today = clock.today(current.me.time_zone)
    return render(
        template,
        rows=rows,
        needs=NEEDS,
        need=need,
        helped=local_services.helped(current.session, [row.id for row in rows]) if rows else {},
        stale={row.id for row in rows if local_services.is_stale(row, today)},
        **more,
    )


def _form(
    facts: dict[str, Any], errors: dict[str, Any], row: LocalService | None = None, conflict: Conflict | None = None
) -> str:
    return render(
        "provider/services/form.html",
        facts=facts,
        errors=errors,
        row=row,
        needs=list(NEEDS.items()),
        conflict=conflict,
    )
