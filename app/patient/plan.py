"""My plan: the start, one page a section, what to read first, what changed, the whole on paper."""

from __future__ import annotations

from typing import Any

from app.access import private
from app.access.permissions import Permission
from app.care.plan import countersigning, notes, overall, reading, said
from app.care.plan.how_answered import FORMATS
from app.care.plan.sections import SECTIONS
from app.care.treatments import checked
from app.errors import NotFound
from app.patient.base import pages
from app.patient.explain import clarity_of
from app.patient.plan_shared import (
    about_wishes,
    alone_waits,
    note_part_opened,
    open_plan,
    parts_opened,
    people_of,
    thinking_of,
)
from app.web.context import current
from app.web.render import render

FIRST = 3


@pages.get("/plan", needs=Permission.SEE_PLAN)
def plan() -> Any:
    return show_start()


def show_start(problem: Any = None, errors: dict[str, Any] | None = None) -> str:
    """The first page of the plan; with why something was not stored, after a refusal."""
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
        sections=reading.sections(view, current.grant),
        opened=parts_opened(view),
        problem=problem,
        errors=errors or {},
        overall=overall.words(view, current.today),
        thinking=thinking_of(view),
        alone=alone_waits(),
        wishes_closed=private.something_locked(current.session, current.grant),
    )


@pages.get("/plan/first", needs=Permission.SEE_PLAN)
def plan_first() -> Any:
    view = open_plan()
    opened = parts_opened(view)
    unread = [
        section for section, lines in reading.sections(view, current.grant) if lines and section.name not in opened
    ]
    return render("patient/plan/first.html", view=view, people=people_of(view), said=said, unread=unread)


@pages.get("/plan/sections/<name>", needs=Permission.SEE_PLAN)
def plan_section(name: str) -> Any:
    return section_page(name)


def section_page(name: str, errors: dict[str, Any] | None = None) -> str:
    """One part of the plan; with what was not stored and why, after a refusal."""
    if name not in SECTIONS or name in current.grant.hidden_parts:
        raise NotFound()
    return show_section(name, errors=errors)


def show_section(name: str, problem: Any = None, errors: dict[str, Any] | None = None) -> str:
    """One part of the plan; with why an answer to it was not stored, after a refusal."""
    view = open_plan()
    names = list(SECTIONS)
    following = SECTIONS[names[names.index(name) + 1]] if name != names[-1] else None
    lines = [line for line in view.items if line.section == name]
    note_part_opened(view, name)
    return render(
        "patient/plan/section.html",
        view=view,
        **clarity_of(view, lines, name),
        said=said,
        section=SECTIONS[name],
        lines=lines,
        medicines_check=checked.of((line.item for line in lines), current.today),
        following=following,
        about_wishes=about_wishes() if name == "wishes" else None,
        formats=FORMATS,
        problem=problem,
        errors=errors or {},
        thinking=thinking_of(view),
    )


@pages.get("/plan/changes", needs=Permission.SEE_PLAN)
def plan_changes() -> Any:
    view = open_plan()
    return render("patient/plan/changes.html", view=view, people=people_of(view), said=said)


@pages.get("/plan/whole", needs=Permission.SEE_PLAN)
def plan_whole() -> Any:
    view = open_plan()
    beside = notes.by_line(current.session, current.grant)
    authors = [note.actor_id for line in beside.values() for note in line]
    return render(
        "patient/plan/whole.html", view=view, people=people_of(view, *authors), said=said, notes=beside,
        sections=reading.sections(view, current.grant), overall=overall.words(view, current.today),
        wishes_closed=private.something_locked(current.session, current.grant),
    )  # fmt: skip
