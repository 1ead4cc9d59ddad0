"""My plan: the start, one page a section, what to read first, what changed, the whole on paper."""

from __future__ import annotations

from typing import Any

from app.access import private
from app.access.permissions import Permission
from app.care.plan import countersigning, reading, said
from app.care.plan.sections import SECTIONS
from app.errors import NotFound
from app.patient.base import pages
from app.patient.plan_shared import about_wishes, open_plan, people_of
from app.web.context import current
from app.web.render import render

FIRST = 3


@pages.get("/plan", needs=Permission.SEE_PLAN)
def plan() -> Any:
    view = open_plan()
    checked = countersigning.of(current.session, current.grant, view.number) if view.number else []
    shown = {line.key for line in view.changed_since_yes}  # they have a row of their own
    first = [line for line in view.open_items if line.key not in shown]
    return render(
        "patient/plan/start.html",
        view=view,
        checked=checked,
        people=people_of(view, *(row.by_id for row in checked)),
        said=said,
        first=first[:FIRST],
        more=len(first) > FIRST,
        sections=reading.sections(view),
        wishes_closed=private.something_locked(current.session, current.grant),
    )


@pages.get("/plan/first", needs=Permission.SEE_PLAN)
def plan_first() -> Any:
    view = open_plan()
    return render("patient/plan/first.html", view=view, people=people_of(view), said=said)


@pages.get("/plan/sections/<name>", needs=Permission.SEE_PLAN)
def plan_section(name: str) -> Any:
    return section_page(name)


def section_page(name: str, errors: dict[str, Any] | None = None) -> str:
    """One part of the plan; with what was not stored and why, after a refusal."""
    if name not in SECTIONS:
        raise NotFound()
    view = open_plan()
    names = list(SECTIONS)
    following = SECTIONS[names[names.index(name) + 1]] if name != names[-1] else None
    return render(
        "patient/plan/section.html",
        view=view,
        people=people_of(view),
        said=said,
        section=SECTIONS[name],
        lines=[line for line in view.items if line.section == name],
        following=following,
        about_wishes=about_wishes() if name == "wishes" else None,
        errors=errors or {},
    )


@pages.get("/plan/changes", needs=Permission.SEE_PLAN)
def plan_changes() -> Any:
    view = open_plan()
    return render("patient/plan/changes.html", view=view, people=people_of(view), said=said)


@pages.get("/plan/whole", needs=Permission.SEE_PLAN)
def plan_whole() -> Any:
    view = open_plan()
    return render(
        "patient/plan/whole.html", view=view, people=people_of(view), said=said, sections=reading.sections(view),
        wishes_closed=private.something_locked(current.session, current.grant),
    )  # fmt: skip
