"""Earlier versions of the plan: the list, and each one to read as it was."""

from __future__ import annotations

from typing import Any

from app.access import private
from app.access.permissions import Permission
from app.care.plan import changes, folding, said, versions, who
from app.care.plan.reading import ItemView, PlanView, sections
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/plan/versions", needs=Permission.SEE_PLAN)
def plan_versions() -> Any:
    found = versions.all_of(current.session, current.grant)
    ids = {version.offered_by_id for version in found}
    people = who.called(current.session, current.grant, ids, current.patient)
    return render("patient/plan/versions.html", versions=found, people=people)


@pages.get("/plan/versions/<int:number>", needs=Permission.SEE_PLAN)
def plan_version(number: int) -> Any:
    version = versions.of_number(current.session, current.grant, number)
    rows = versions.items_of(current.session, current.grant, [number, number - 1])
    away = folding.folded_among(current.session, current.grant, (item for lines in rows.values() for item in lines))
    items, before = folding.for_reader(current.grant, rows[number], away), rows.get(number - 1, [])
    open_now, open_before = ([item for item in lines if item.key not in away] for lines in (items, before))
    ids = {version.offered_by_id, *(i.owner for i in items), *(i.author_id for i in items)}
    view = PlanView(version, [ItemView(item, is_folded=item.key in away) for item in items])
    return render(
        "patient/plan/version.html",
        view=view,
        people=who.called(current.session, current.grant, ids, current.patient),
        sections=sections(view, current.grant),
        found=changes.compare(open_before, open_now) if before else None,
        said=said,
        wishes_closed=private.something_locked(current.session, current.grant),
    )
