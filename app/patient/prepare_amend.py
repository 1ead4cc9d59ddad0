"""Changing what was sent, and going on in a newer version of a form."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import answering, following, showing, store
from app.care.questionnaires.newer import fitting
from app.care.questionnaires.places import link_of
from app.care.questionnaires.sheet import Sheet
from app.errors import NotFound
from app.i18n import _
from app.models import Questionnaire
from app.patient.base import pages
from app.patient.prepare_private import is_open
from app.web.context import current
from app.web.render import render, say, see


@pages.post("/prepare/<response_id>/amend", needs=Permission.FILL_IN)
def change_answers(response_id: str) -> Any:
    begun = following.amend(current.session, current.grant, response_id)
    return see("patient.check_answers", response_id=begun.id)


@pages.post("/prepare/<response_id>/keep", needs=Permission.FILL_IN)
def keep_answers(response_id: str) -> Any:
    kept = following.keep_what_was_sent(current.session, current.grant, response_id)
    say(_("What you sent before stays as it is."))
    return see("patient.answers_sent", response_id=kept.id)


@pages.get("/prepare/<response_id>/newer", needs=Permission.FILL_IN)
def newer_form(response_id: str) -> Any:
    """What happened to the form since somebody began it, and what becomes of their answers."""
    sheet = answering.open_sheet(current.session, current.grant, response_id)
    form = following.newest_form(
        current.session, current.session.get_one(Questionnaire, sheet.response.questionnaire_id)
    )
    if form is None:
        raise NotFound()
    kept, lost = fitting(sheet, store.of(form))
    answers = {where: values for where, values in sheet.answers.items() if _may_see(sheet, where, response_id)}
    gone = [(sheet.definition.by_link[link_of(where)], answers[where]) for where in lost if where in answers]
    return render(
        "patient/prepare/newer.html",
        filling=sheet,
        form=form,
        newer=store.of(form),
        fits=len([where for where in kept if answers.get(where)]),
        gone=gone,
        showing=showing,
    )


def _may_see(sheet: Sheet, where: str, response_id: str) -> bool:
    """Nothing private for a helper, and nothing that is only for somebody alone while the gate is closed."""
    item = sheet.definition.by_link.get(link_of(where))
    return item is not None and (sheet.private or not item.private) and (not item.alone or is_open(response_id))


@pages.post("/prepare/<response_id>/newer", needs=Permission.FILL_IN)
def go_on_in_newer_form(response_id: str) -> Any:
    begun = following.go_on_in(current.session, current.grant, response_id, request.form.get("form", ""))
    fresh = following.red_anew(current.session, current.grant, begun)
    if fresh is not None:
        return see("patient.red_answer", response_id=begun.id, token=fresh.token)
    return see("patient.go_on_answering", response_id=begun.id)
