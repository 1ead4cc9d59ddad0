"""Questions that are asked only when somebody is alone: the gate before them, and a quick way out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import redirect, request, session, url_for

from app import clock
from app.access.permissions import Permission
from app.care.questionnaires import answering
from app.care.questionnaires.private import pass_over
from app.care.questionnaires.walk import Screen
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see

HOLDS = timedelta(minutes=15)
NAME = "alone"


def is_open(response_id: str) -> bool:
    """Whether the person said a short while ago, in this session, that they are alone."""
    said = session.get(NAME, {}).get(response_id, "")
    return bool(said) and clock.now() - datetime.fromisoformat(said) < HOLDS


def must_ask(screen: Screen, response_id: str) -> bool:
    """Whether the gate stands before this screen, or before the list of a part that repeats behind it."""
    items = [node.item for node in screen.asked]
    items += [item for part in screen.parts if part.kind == "more" for item in part.node.item.tree()]
    return any(item.alone for item in items) and not is_open(response_id)


def gate(filling: Any, screen: Screen) -> Any:
    """The page that asks first."""
    return render("patient/prepare/alone.html", filling=filling, screen=screen)


@pages.post("/prepare/<response_id>/<token>/alone", needs=Permission.FILL_IN)
def say_alone(response_id: str, token: str) -> Any:
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    screen = sheet.screen(token)
    if request.form.get("go") == "alone":
        session[NAME] = {response_id: clock.now().isoformat()}  # of one response only, so the cookie stays small
        return see("patient.question", response_id=response_id, token=screen.token)
    following = pass_over(current.session, current.grant, response_id)
    if following is None:
        return see("patient.check_answers", response_id=response_id)
    return see("patient.question", response_id=response_id, token=following.token)


@pages.get("/prepare/<response_id>/leave", needs=Permission.FILL_IN)
def leave_quickly(response_id: str) -> Any:
    """Close the gate and show a page that says nothing."""
    session.pop(NAME, None)
    return redirect(url_for("pwa.blank"), 303)
