"""Answers on the staff side: what is asked, what was sent, and reading it, which leaves a receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import assignment, overview, reading, series, showing
from app.errors import Invalid
from app.i18n import _
from app.provider import answers_facts
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/answers", needs=Permission.READ_ANSWERS)
def answers() -> Any:
    """Everything this person was asked, sent or not."""
    return render(
        "provider/answers/index.html",
        asked=overview.asked(current.session, current.grant),
        sent=overview.sent(current.session, current.grant),
        nothing=overview.nothing_to_tell(current.session, current.grant),
        tomorrow=current.today + timedelta(days=1),
    )


@record.get("/answers/<response_id>", needs=Permission.READ_ANSWERS)
def read_answers(response_id: str) -> Any:
    """Opening leaves the receipt, in a short write transaction of its own: nobody has to press anything."""
    if request.method == "GET":
        with current.database.write() as writing:
            reading.leave_receipt(writing, current.grant, response_id)
    return _show(response_id)


@record.post("/answers/<response_id>/next", needs=Permission.READ_ANSWERS)
def say_what_next(response_id: str) -> Any:
    words = request.form.get("will_do", "")
    try:
        reading.say_what_next(current.session, current.grant, response_id, words)
    except Invalid as problem:
        return _show(response_id, problem, words), problem.status
    say(_("Stored. The person can read it now."))
    return see("record.read_answers", response_id=response_id)


@record.post("/answers/asked/<assignment_id>/withdraw", needs=Permission.ASSIGN)
def withdraw_questions(assignment_id: str) -> Any:
    assignment.withdraw(current.session, current.grant, assignment_id)
    say(_("We no longer ask this."))
    return see("record.answers")


def _show(response_id: str, problem: Invalid | None = None, typed: str = "") -> Any:
    past = series.history(current.session, current.grant)
    known = next((one.rows for one in past if one.response.id == response_id), None)
    found = reading.open_answers(current.session, current.grant, response_id, known)
    mine = next((receipt for receipt, reader in found.receipts if reader.id == current.me.id), None)
    facts = {
        "typed": typed or (mine.will_do if mine else ""),
        "others": [r for r in found.receipts if r[0] is not mine],
        **answers_facts.of(found.sheet, past),
    }
    return render("provider/answers/read.html", found=found, mine=mine, problem=problem, showing=showing, **facts)
