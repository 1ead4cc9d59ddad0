"""Rules that ask by themselves: every so many weeks, before each review, before each visit."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.questionnaires import assignment, burden, rules_about_asking, store
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@record.get("/answers/rules", needs=Permission.ASSIGN)
def asking_rules() -> Any:
    return _show({"reader": current.me.id, "kind": "review", "number": "14"})


@record.post("/answers/rules", needs=Permission.ASSIGN)
def add_asking_rule() -> Any:
    typed = request.form.to_dict()
    try:
        rules_about_asking.add(
            current.session,
            current.grant,
            typed.get("questionnaire", ""),
            kind=typed.get("kind", ""),
            number=whole(typed.get("number", "")),
            reader_id=typed.get("reader", ""),
            why=typed.get("why", ""),
        )
    except Invalid as problem:
        return _show(typed, problem), problem.status
    most = current.config.practice.questions_a_month
    rules_about_asking.ask_what_is_due(current.session, current.grant.patient_id, most)
    say(_("The rule is stored."))
    return see("record.asking_rules")


@record.post("/answers/rules/<rule_id>/end", needs=Permission.ASSIGN)
def end_asking_rule(rule_id: str) -> Any:
    rules_about_asking.end(current.session, current.grant, rule_id)
    say(_("We no longer ask by this rule."))
    return see("record.asking_rules")


def _show(typed: dict[str, str], problem: Invalid | None = None) -> Any:
    asked = burden.asked_lately(current.session, current.grant, current.today)
    return render(
        "provider/answers/rules.html",
        rules=[(rule, store.of(form)) for rule, form in rules_about_asking.of(current.session, current.grant)],
        forms=list(store.all_forms(current.session)),
        readers=assignment.readers(current.session, current.grant),
        burden=burden.Burden(asked, current.config.practice.questions_a_month),
        typed=typed,
        problems=problem.fields if problem else {},
    )
