"""How the plan stands with the person: their answers to read, time they took, notes to reply to. Nothing to set."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import basis
from app.care.plan import alone, consider, fresh, labels, notes, overall, receipts, said, who
from app.care.plan.reading import PlanView
from app.care.plan.reading import current as read_plan
from app.care.plan.who import People
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@record.get("/plan/agreed", needs=Permission.EDIT_PLAN)
def agreed() -> Any:
    view = read_plan(current.session, current.grant)
    helped = alone.of(current.session, current.grant)
    return render(
        "provider/agreed/agreed.html",
        view=view,
        people=_people(view, *(one.decision.actor_id for one in helped), *_askers(view)),
        said=said,
        overall=overall.words(view, current.today),
        thinking=consider.thinking(view.version, view.marks, current.today) if view.version else None,
        helped=helped,
        receipts=receipts,
        answers=alone.ANSWERS,
        helpers=basis.of_helpers(current.session, current.grant),
        words=basis.BASES,
        today=current.today,
    )


@record.get("/plan/agreed/<key>", needs=Permission.EDIT_PLAN)
def agreed_line(key: str) -> Any:
    return _line(key)


@record.post("/plan/agreed/<key>/notes", needs=Permission.NOTE)
def reply_beside(key: str) -> Any:
    """The team's line beside the person's words; never over them."""
    form = request.form
    try:
        notes.write(current.session, current.grant, key, form.get("note", ""), form.get("client_key"))
    except (Conflict, Invalid) as problem:
        return _line(key, form.get("note", ""), problem), problem.status
    say(_("Your line stands beside theirs."))
    return see("record.agreed_line", key=key)


@record.post("/plan/agreed/<key>/notes/<note_id>/take-back", needs=Permission.NOTE)
def take_reply_back(key: str, note_id: str) -> Any:
    notes.take_back(current.session, current.grant, note_id)
    say(_("You took your line back."))
    return see("record.agreed_line", key=key)


@record.post("/plan/agreed/<key>/still-right", needs=Permission.STILL_RIGHT)
def still_right_by_team(key: str) -> Any:
    try:
        fresh.still_right(current.session, current.grant, key, whole(request.form.get("version", "")) or 0)
    except Conflict as problem:
        return _line(key, problem=problem), problem.status
    say(_("Kept: still right as of today."))
    return see("record.agreed_line", key=key)


@record.post("/plan/agreed/spoke-alone", needs=Permission.ANSWER)
def spoke_alone() -> Any:
    alone.spoke(current.session, current.grant, request.form.getlist("decision"))
    say(_("Kept: you spoke with them alone."))
    return see("record.agreed")


def _line(key: str, typed: str = "", problem: Invalid | Conflict | None = None) -> str:
    view = read_plan(current.session, current.grant)
    line = view.one(key)
    beside = notes.by_line(current.session, current.grant).get(key, [])
    return render(
        "provider/agreed/line.html",
        view=view,
        line=line,
        people=_people(view, *(one.actor_id for one in beside), *_askers(view)),
        said=said,
        receipts=receipts,
        labels=labels.WORDS,
        notes=beside,
        typed=typed,
        errors=getattr(problem, "fields", {}),
        problem=problem.words if problem and not getattr(problem, "fields", {}) else None,
        client_key=new_id(),
        today=current.today,
    )


def _askers(view: PlanView) -> list[str]:
    return [mark.actor_id for mark in view.marks.rows if mark.actor_id]


def _people(view: PlanView, *more: str | None) -> People:
    ids: set[str | None] = {view.version.offered_by_id if view.version else None, *more}
    for line in view.items:
        ids.update((line.item.owner, line.item.changed_by_id))
        ids.update(one.actor_id for one in (line.decision, line.beside) if one)
    return who.called(current.session, current.grant, ids, current.patient)
