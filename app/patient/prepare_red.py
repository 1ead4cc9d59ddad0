"""After a red answer: what to do now, before anything else."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import answering, red_steps
from app.care.questionnaires.walk import after
from app.errors import NotFound
from app.patient import prepare_private
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see


@pages.get("/prepare/<response_id>/<token>/help", needs=Permission.FILL_IN)
def red_answer(response_id: str, token: str) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    if prepare_private.must_ask(screen, response_id):
        return prepare_private.gate(sheet, screen)
    red = [node.item for node in screen.asked if sheet.band(node) == "red"]
    if not red:
        raise NotFound()
    red.sort(key=lambda item: not item.private)  # what can harm oneself comes first
    facts: dict[str, Any] = {"rung": request.args.get("rung") == "yes", "then": then_check()}
    return render("patient/prepare/red_page.html", filling=sheet, screen=screen, items=red, **facts)


@pages.post("/prepare/<response_id>/<token>/help", needs=Permission.FILL_IN)
def after_red_answer(response_id: str, token: str) -> Any:
    return go_on(response_id, token, request.form.get("go", ""))


def then_check() -> str | None:
    """Where to go afterwards, when somebody came from the list before sending."""
    return "check" if request.values.get("then") == "check" else None


def go_on(response_id: str, token: str, go: str) -> Any:
    """ "ring" asks for a call and stays, anything else says that the person goes on, and goes on."""
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    if go == "ring" and current.grant.may(Permission.ASK):
        red_steps.ask_to_be_rung(current.session, current.grant, response_id)
        return see("patient.red_answer", response_id=response_id, token=token, rung="yes", then=then_check())
    red_steps.went_on(current.session, current.grant, response_id)
    if screen.kind == "page" and any(node.place not in sheet.rows for node in screen.asked):
        return see("patient.question", response_id=response_id, token=token, then=then_check())
    following = after(sheet.screens, screen.place)
    if following is None or then_check():
        return see("patient.check_answers", response_id=response_id)
    return see("patient.question", response_id=response_id, token=following.token)
