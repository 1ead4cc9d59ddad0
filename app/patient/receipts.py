"""My answers: the newest of each line, the receipt of each one, and all of them as plain text to keep."""

from __future__ import annotations

from typing import Any

from flask import make_response, url_for

from app.access import audit
from app.access.permissions import Permission
from app.care.plan import notes, overall, receipts, said, who
from app.i18n import _, format_day
from app.patient.base import pages
from app.patient.plan_shared import open_plan, people_of
from app.web import step_up
from app.web.context import current
from app.web.render import render


@pages.get("/plan/answers", needs=Permission.SEE_PLAN)
def answers_given() -> Any:
    view = open_plan()
    return render(
        "patient/answers/all.html", view=view, people=people_of(view), said=said, receipts=receipts,
        overall=overall.words(view, current.today),
    )  # fmt: skip


@pages.get("/plan/answers/<decision_id>", needs=Permission.SEE_PLAN)
def answer_given(decision_id: str) -> Any:
    decision, item = receipts.one(current.session, current.grant, decision_id)
    people = who.called(current.session, current.grant, {decision.actor_id, item.owner}, current.patient)
    return render(
        "patient/answers/one.html", decision=decision, item=item, people=people, said=said, receipts=receipts
    )


@pages.post("/plan/answers/file", needs=Permission.SEE_PLAN)
def answers_as_text() -> Any:
    if again := step_up.ask():
        return again
    view = open_plan()
    beside = notes.by_line(current.session, current.grant)
    people = people_of(view, *(row.actor_id for rows in beside.values() for row in rows))
    assert current.patient is not None
    head = [
        _("The answers of %(name)s", name=current.patient.full_name),
        _("As of %(day)s", day=format_day(current.today)),
        overall.words(view, current.today),
        current.config.public_url + url_for("patient.answers_given"),
    ]
    audit.record(current.session, current.grant, "export", "decision")
    answer = make_response(receipts.as_text(view, people, head, beside))
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = 'attachment; filename="answers.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
