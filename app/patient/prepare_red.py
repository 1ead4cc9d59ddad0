"""After a red answer: what to do now, before anything else."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import answering, red_steps
from app.care.questionnaires.walk import after
from app.errors import NotFound
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see


@pages.get("/prepare/<response_id>/<token>/help", needs=Permission.FILL_IN)
def red_answer(response_id: str, token: str) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    node = next((node for node in screen.asked if sheet.band(node) == "red"), None)
    if node is None:
        raise NotFound()
    rung = request.args.get("rung") == "yes"
    return render("patient/prepare/red_page.html", filling=sheet, screen=screen, item=node.item, rung=rung)


@pages.post("/prepare/<response_id>/<token>/help", needs=Permission.FILL_IN)
def after_red_answer(response_id: str, token: str) -> Any:
    return go_on(response_id, token, request.form.get("go", ""))


def go_on(response_id: str, token: str, go: str) -> Any:
    """ "ring" asks for a call and stays, anything else says that the person goes on, and goes on."""
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    if go == "ring":
        red_steps.ask_to_be_rung(current.session, current.grant, response_id)
        return see("patient.red_answer", response_id=response_id, token=token, rung="yes")
    red_steps.went_on(current.session, current.grant, response_id)
    following = after(sheet.screens, screen.place)
    if following is None or request.form.get("then") == "check":
        return see("patient.check_answers", response_id=response_id)
    return see("patient.question", response_id=response_id, token=following.token)
