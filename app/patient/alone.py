"""After somebody helped with an answer: is this what you want? On the person's own sign-in, never a helper's."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import alone, receipts, who
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/plan/alone", needs=Permission.OWN_VOICE)
def alone_check() -> Any:
    return _page()


@pages.post("/plan/alone", needs=Permission.OWN_VOICE)
def answer_alone_check() -> Any:
    answer = request.form.get("answer", "")
    try:
        alone.say(current.session, current.grant, request.form.getlist("decision"), answer)
    except Invalid as wrong:
        return _page(wrong.errors), 422
    words = {
        "yes": _("Thank you. Your answers stay as they are."),
        "change": _("You can change each answer here. Nobody minds."),
        "talk": _("Somebody from your team calls you. You talk alone with them."),
    }
    say(words[answer])
    return see("patient.answers_given" if answer == "change" else "patient.plan")


def _page(errors: dict[str, Any] | None = None) -> str:
    waiting = alone.waiting(current.session, current.grant)
    ids = {one.decision.actor_id for one in waiting}
    people = who.called(current.session, current.grant, ids, current.patient)
    return render(
        "patient/answers/alone.html", waiting=waiting, people=people, answers=alone.ANSWERS, receipts=receipts,
        errors=errors or {},
    )  # fmt: skip
