"""One question a screen. A plain post saves it; with a script it is saved while the page is open, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import jsonify, request

from app.access.permissions import Permission
from app.care.questionnaires import answering, red_late, several, showing, still_right, tokens
from app.care.questionnaires.answering import Saved
from app.care.questionnaires.parts import Item
from app.errors import Conflict, Gone, Invalid, Moved, Refusal
from app.i18n import _
from app.patient import prepare_private
from app.patient.base import pages
from app.patient.prepare_entries import asked_tokens, entries, own_words
from app.patient.prepare_red import go_on, then_check
from app.patient.prepare_screen import ScreenForm
from app.web import later
from app.web.context import current
from app.web.incoming import whole
from app.web.problems import wants_json
from app.web.render import render, say, see

MOVE = {"back": "back", "stay": "stay", "more": "stay"}
SEEN = ("safe", "ring")  # pressed on the screen that a red answer brings
HOW = {"skip": "skipped", "talk": "talk"}


@pages.get("/prepare/<response_id>/<token>", needs=Permission.FILL_IN)
def question(response_id: str, token: str) -> Any:
    try:
        return _show(response_id, token)
    except Gone:
        return see("patient.answers_sent", response_id=response_id)
    except Moved as moved:
        return see("patient.go_on_answering", response_id=moved.to)


@pages.post("/prepare/<response_id>/<token>", needs=Permission.FILL_IN)
def save_answer(response_id: str, token: str) -> Any:
    go = request.form.get("go", "next")
    if request.form.get("add") or request.form.get("remove") or request.form.get("back-again"):
        go = "more"
    try:
        if shut := _gate(response_id, token):
            later.to_script(Refusal(_("Open this question again first. It is only asked when you are alone."), 403))
            return shut
        saved = answering.save_screen(
            current.session,
            current.grant,
            response_id,
            token,
            entries(token),
            how=HOW.get(go, "answered"),
            key=request.form.get("key", "")[:64],
            go=MOVE.get(go, "next"),
            warned="warned" in request.form,
            at=later.done_at(),
        )
    except (Gone, Moved, Invalid, Conflict) as problem:
        return _refused(problem, response_id, token, go)
    if go == "stay":
        return _said(saved, token)
    red = saved.alarming or (go == "next" and any(saved.sheet.band(node) == "red" for node in saved.screen.asked))
    if go in SEEN:
        onward = go_on(response_id, token, go)
    elif red:
        onward = see("patient.red_answer", response_id=response_id, token=token, then=then_check())
    else:
        onward = _onward(saved, response_id, go)
    return later.told(onward.location, look=bool(red)) if wants_json() else onward


@pages.post("/prepare/<response_id>/<token>/still", needs=Permission.FILL_IN)
def still_right_answer(response_id: str, token: str) -> Any:
    """What was said before is still right."""
    following = still_right.confirm(
        current.session, current.grant, response_id, token, request.form.get("answer_id", "")
    )
    if following is None or request.form.get("then") == "check":
        return see("patient.check_answers", response_id=response_id)
    return see("patient.question", response_id=response_id, token=following.token)


def _refused(problem: Gone | Moved | Invalid | Conflict, response_id: str, token: str, go: str) -> Any:
    """Nothing else is stored, but a red answer is heard of, in a transaction of its own."""
    current.session.rollback()
    hear = red_late.keep if isinstance(problem, Invalid) else red_late.report
    with current.database.write() as apart:
        red = hear(apart, current.grant, response_id, token, entries(token))
    if go == "stay":
        raise problem
    later.to_script(problem)
    if isinstance(problem, Gone | Moved):
        return render("patient/prepare/late.html", red=red, problem=problem, typed=own_words(token)), problem.status
    if red and isinstance(problem, Invalid) and not request.form.getlist("asked"):
        return see("patient.red_answer", response_id=response_id, token=token, then=then_check())
    return _show(response_id, token, problem, red), problem.status


def _gate(response_id: str, token: str) -> Any:
    """The gate, if it stands before this screen: nothing is shown or stored behind it."""
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    return prepare_private.gate(sheet, screen) if prepare_private.must_ask(screen, response_id) else None


def _said(saved: Saved, token: str) -> Any:
    """For the script: what is stored now, by the token of each question that was sent along."""
    asked = {tokens.token(node.place): node.place for node in saved.screen.asked}
    rows = {one: saved.sheet.rows.get(asked[one]) for one in asked_tokens(token) if one in asked}
    stored = {one: {"how": row.how, "revision": row.revision} for one, row in rows.items() if row}
    shown = [tokens.token(node.place) for node in saved.next.asked] if saved.next else []
    return jsonify(stored=stored, shown=shown)


def _onward(saved: Saved, response_id: str, go: str) -> Any:
    if go == "more":
        return _several(saved, response_id)
    objected = go == "next" and saved.next is not None and saved.next.place == saved.screen.place
    if request.form.get("then") == "check" and go not in ("back", "more"):
        if objected:
            return see("patient.question", response_id=response_id, token=saved.screen.token, then="check")
        return see("patient.check_answers", response_id=response_id)
    if saved.next:
        return see("patient.question", response_id=response_id, token=saved.next.token)
    if go == "back":
        return see("patient.prepare")
    return see("patient.check_answers", response_id=response_id)


def _several(saved: Saved, response_id: str) -> Any:
    """After "add one more", "take away" or "bring it back"; or one more line for a question with several answers."""
    here = saved.next.token if saved.next else ""
    gone = None
    try:
        if wanted := request.form.get("add"):
            here = several.add(current.session, current.grant, response_id, wanted)
        for name, act in (("remove", several.remove), ("back-again", several.bring_back)):
            wanted, _, number = request.form.get(name, "").rpartition(" ")
            if wanted and (which := whole(number)):
                act(current.session, current.grant, response_id, wanted, which)
                gone = which if name == "remove" else None
    except Invalid as problem:  # what was said beside it stays stored
        say(problem.words)
    return see("patient.question", response_id=response_id, token=here, gone=gone)


def _show(response_id: str, token: str, problem: Invalid | Conflict | None = None, red: Sequence[Item] = ()) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    if prepare_private.must_ask(screen, response_id):
        return prepare_private.gate(sheet, screen)
    form = ScreenForm(sheet, screen, problem)
    if screen.kind == "ask" and not problem and not request.args.get("anew"):
        form.earlier = still_right.earlier(current.session, current.grant, sheet, screen.node)
    return render(
        "patient/prepare/question.html", filling=sheet, screen=form.screen, form=form, red=red, showing=showing
    )
