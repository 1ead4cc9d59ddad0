"""The plan editor: the list of the draft's lines, and one line in its form."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request, url_for

from app.access import private
from app.access.permissions import Permission
from app.care.attachments import keeping
from app.care.plan import drafting, kinds, notes, proposals, reasons, who
from app.care.plan.draft_checks import must_be_theirs
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.provider import draft_lamps
from app.provider import editor_form as form
from app.provider.base import record
from app.provider.draft_lines import draft, person
from app.provider.editor_form import Typed
from app.provider.waiting import waiting
from app.web.context import current
from app.web.problems import wants_json
from app.web.render import render, say, see

EDIT = Permission.EDIT_PLAN
LONGEST = 1000  # letters of why a line leaves the plan


@record.get("/plan/edit", needs=EDIT)
def editor() -> str:
    """Every line of the draft, and what can be added."""
    drafted = draft()
    lamps = draft_lamps.shown(drafted)
    return render("provider/editor/list.html", draft=drafted, person=person(), lamps=lamps, **waiting(drafted.view))


@record.get("/plan/edit/new/<kind>", needs=EDIT)
def editor_new(kind: str) -> Any:
    """The empty form of one kind; of a private one, once it was opened with a reason."""
    found = _known(kind)
    if found.is_private and private.may_unlock(current.grant):
        return see("record.wishes", next=url_for("record.editor_new", kind=kind))
    return _form(kind=found)


@record.post("/plan/edit/new/<kind>", needs=EDIT)
def editor_add(kind: str) -> Any:
    """Put a new line into the draft."""
    return _save(None, _known(kind))


@record.get("/plan/edit/<key>", needs=EDIT)
def editor_line(key: str) -> Any:
    """One line in its form."""
    return _form(key=key)


@record.post("/plan/edit/<key>", needs=EDIT)
def editor_save(key: str) -> Any:
    """Keep what was typed in the draft; with a colleague's text beside it when they were first."""
    line = draft().one(key)
    if line is None:
        raise NotFound()
    return _save(key, line.kind, form.protected(line))


@record.post("/plan/edit/<key>/remove", needs=EDIT)
def editor_remove(key: str) -> Any:
    """Take a line out of the next version."""
    reason = request.form.get("out", "")
    if len(reason) > LONGEST:
        return _form(key, errors={"out": _("That is too long. Use at most %(most)s letters.", most=LONGEST)}), 422
    code = request.form.get("out_code", "")[:20]
    try:
        drafting.remove(current.session, current.grant, key, reason=reason, reason_code=code)
    except Invalid as problem:
        current.session.rollback()
        return _form(key, errors={"out": problem.fields["reason_code"]}), 422
    say(_("It leaves the plan with the next version."))
    return see("record.editor_line", key=key)


@record.post("/plan/edit/<key>/undo", needs=EDIT)
def editor_undo(key: str) -> Any:
    """Forget what the draft says about a line."""
    line = draft().one(key)
    drafting.discard(current.session, current.grant, key)
    say(_("Undone. The draft says nothing new about this line."))
    return see("record.editor_line", key=key) if line and line.draft.item else see("record.editor")


def _known(name: str) -> kinds.Kind:
    if name not in kinds.KINDS:
        raise NotFound()
    return kinds.KINDS[name]


def _save(key: str | None, kind: kinds.Kind, theirs: dict[str, Any] | None = None) -> Any:
    typed = form.posted()
    typed.values = {**(theirs or {}), **typed.values}
    must_be_theirs(current.session, current.grant, kind, typed.values, typed.owner)
    try:
        if key is None and request.form.get("as") == "proposal":
            return _propose(kind, typed)
        facts = form.facts(kind, typed)
        row = drafting.save(
            current.session, current.grant, kind=kind.name, content=typed.values, key=key, new_key=typed.new_key,
            **facts,
        )  # fmt: skip
    except Invalid as problem:
        if wants_json():
            raise
        current.session.rollback()
        return _form(key, kind, typed, problem.errors), 422
    except Conflict as problem:
        if wants_json():
            raise
        current.session.rollback()
        return _form(key, kind, typed, conflict=problem), 409
    if wants_json():  # kept while somebody writes
        address = url_for("record.editor_line", key=row.key)
        return jsonify(revision=row.revision, base=row.base_number, address=address)
    say(_("Kept in the draft. %(name)s sees it when you offer the plan.", name=person()))
    return _on_to_the_next(row.key)


def _on_to_the_next(key: str) -> Any:
    """After an update, the next line that is to change; else the line itself."""
    following = [each for each in request.args.get("then", "")[:LONGEST].split(",") if each]
    if "then" not in request.args:
        return see("record.editor_line", key=key)
    if not following:
        return see("record.offer")
    return see("record.editor_line", key=following[0], then=",".join(following[1:]))


def _propose(kind: kinds.Kind, typed: Typed) -> Any:
    facts = form.proposal(kind, typed)
    proposals.propose(
        current.session, current.grant, kind=kind.name, content=typed.values, new_key=typed.new_key, **facts
    )
    say(_("Kept as a proposal. It is not in the plan."))
    return see("record.team_proposals")


def _form(
    key: str | None = None,
    kind: kinds.Kind | None = None,
    typed: Typed | None = None,
    errors: dict[str, Any] | None = None,
    conflict: Conflict | None = None,
) -> str:
    """The form of one line, new or there already. After a conflict a save goes onto the newest text."""
    drafted = draft()
    line = drafted.one(key) if key else None
    if key and line is None:
        raise NotFound()
    kind = line.kind if line else kind
    assert kind is not None
    newest = form.stored(line, drafted.view.number) if line else form.fresh(kind, drafted.view.number)
    shown = typed or newest
    if line and not typed:
        shown.values |= form.from_library(kind)
    if conflict:
        shown.revision, shown.base, shown.new_key = newest.revision, newest.base, newest.new_key
    beside = notes.by_line(current.session, current.grant).get(key, []) if key else []
    authors = [note.actor_id for note in beside]
    return render(
        "provider/editor/item.html",
        beside=beside,
        people=who.called(current.session, current.grant, authors, current.patient) if beside else None,
        draft=drafted,
        person=person(),
        line=line,
        kind=kind,
        open_key=key,
        here=_here(key, kind),
        heading=_heading(line, kind),
        typed=shown,
        values=shown.values,
        theirs=form.protected(line),
        errors=errors or {},
        out=request.form.get("out", ""),
        out_code=request.form.get("out_code", ""),
        reasons=list(reasons.REASONS.items()),
        conflict=conflict,
        lists=form.lists(drafted, kind),
        attached=keeping.beside(current.session, current.grant, key) if key else [],
    )


def _here(key: str | None, kind: kinds.Kind) -> str:
    if key is None:
        return url_for("record.editor_new", kind=kind.name)
    return url_for("record.editor_line", key=key, then=request.args.get("then"))


def _heading(line: Any, kind: kinds.Kind) -> str:
    return line.title if line else _("Add: %(kind)s", kind=kind.words)
