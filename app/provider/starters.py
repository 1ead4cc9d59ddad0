"""Starter plans: choosing one, and putting some of its lines into the draft. A small road beside the editor."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import starters
from app.care.plan.starters import Starter, Starting
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import ngettext, using_locale
from app.provider.base import record
from app.provider.draft_lines import draft, person
from app.web.context import current
from app.web.render import render, say, see

EDIT = Permission.EDIT_PLAN


@record.get("/plan/edit/starters", needs=EDIT)
def starters_list() -> str:
    """Every starter plan: for whom it is."""
    return render(
        "provider/editor/starters.html", starters=starters.all_in(_language(), current.today), person=person()
    )


@record.get("/plan/edit/starters/<name>", needs=EDIT)
def starter(name: str) -> str:
    """The lines of one starter, none ticked; the address may ask for all of them."""
    found = starters.one(name, _language(), current.today)
    every = {line.name for line in found.lines} if request.args.get("tick") == "all" else set()
    return _page(found, every, {line.name: new_id() for line in found.lines})


@record.post("/plan/edit/starters/<name>", needs=EDIT)
def starter_put(name: str) -> Any:
    """Put the ticked lines into the draft."""
    found = starters.one(name, _language(), current.today)
    ticked = set(request.form.getlist("lines"))
    keys = {line.name: request.form.get(f"key-{line.name}", "")[:16] for line in found.lines}
    try:
        count = starters.put(
            current.session, current.grant, found, ticked, keys, goal_key=request.form.get("goal_key", "")[:16]
        )
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        fields = getattr(problem, "fields", None) or {"": problem.words}
        return _page(found, ticked, keys, fields), problem.status
    say(ngettext("One line is in your draft. Change it as you like.",
                 "%(n)s lines are in your draft. Change them as you like.", count))  # fmt: skip
    return see("record.editor")


def _language() -> str:
    return current.patient.language if current.patient else ""


def _page(found: Starter, ticked: set[str], keys: dict[str, str], errors: dict[str, Any] | None = None) -> str:
    drafted = draft()
    with using_locale(found.language):  # lines are read as the person will read them
        there = {(line.kind.name, line.draft.title) for line in drafted.lines if line.state != "removed"}
        lines = [(line, _rest(line), (line.kind.name, line.title) in there) for line in found.lines]
        titles = {line.name: line.title for line in found.lines}
    goals = [(line.key, line.title) for line in drafted.lines if line.kind.name == "goal" and line.state != "removed"]
    return render(
        "provider/editor/starter.html",
        starter=found,
        groups=_by_kind(lines),
        titles=titles,
        ticked=ticked,
        keys=keys,
        goals=goals,
        goal_key=request.form.get("goal_key", ""),
        errors=errors or {},
        person=person(),
    )


def _rest(line: Starting) -> str:
    """What a line says beyond its title, as one text; where it comes from is said once, above."""
    if line.kind.name == starters.READ:
        return str(line.content.get("text", ""))
    facts = [(name, value) for name, value in line.kind.lines(line.content) if value and str(value) not in line.title]
    return "; ".join(f"{name}: {value}" for name, value in facts)


def _by_kind(lines: list[tuple[Starting, str, bool]]) -> list[tuple[Any, list[tuple[Starting, str, bool]]]]:
    """Lines under their kinds, in the order of the file."""
    kinds = {line.kind.name: line.kind for line, _rest_of_it, _there in lines}
    return [(kind, [each for each in lines if each[0].kind.name == name]) for name, kind in kinds.items()]
