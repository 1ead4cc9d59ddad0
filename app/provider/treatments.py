"""The treatments and trials of one person for their team: what was said about each, kept with one tap, decided."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import who
from app.care.plan.kinds import KINDS, treatment_words
from app.care.treatments import burden, checked, choices, lines, trials, words
from app.care.treatments.words import Said
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.render import render, say, see

REVIEW = Permission.REVIEW


@record.context_processor
def treatment_facts() -> dict[str, Any]:
    """``heard_about(key)`` asks the database only where a page shows what was said."""
    return {
        "said_words": lines.in_words,
        "heard_about": lambda key: words.about(current.session, current.grant, key),
        "heard_people": _people,
    }


@record.get("/treatments", needs=REVIEW)
def treatments() -> str:
    session, grant = current.session, current.grant
    items = lines.every(session, grant, "treatment", "trial")
    said = words.by_line(session, grant)
    rows = [row for about in said.values() for row in about.rows]
    return render(
        "provider/treatments/list.html",
        treatments=[(item, said.get(item.key, Said())) for item in items if item.kind == "treatment"],
        trials=trials.of(session, grant, current.today, items),
        person=person(), kinds=KINDS, tell=treatment_words, picked=choices, people=_people(rows), fresh_key=new_id,
        burden=burden.of(session, grant, items), medicines_check=checked.of(items, current.today),
    )  # fmt: skip


@record.post("/treatments/<key>/keep", needs=REVIEW)
def keep_treatment(key: str) -> Any:
    words.say(
        current.session, current.grant, key, "kept", "kept", client_key=request.form.get("client_key", "")
    )  # fmt: skip
    say(_("Kept. It says so with your name and the day."))
    return see("record.treatments")


@record.post("/treatments/said/<word_id>/undo", needs=REVIEW)
def undo_word(word_id: str) -> Any:
    words.undo(current.session, current.grant, word_id)
    say(_("Undone."))
    return see("record.treatments")


@record.get("/trials/<key>", needs=REVIEW)
def trial(key: str) -> Any:
    return _trial(key, {"client_key": new_id()}, {})


@record.post("/trials/<key>", needs=REVIEW)
def decide_trial(key: str) -> Any:
    typed = request.form
    try:
        row = trials.decide(
            current.session, current.grant, key, typed.get("value", ""), typed.get("words", ""),
            client_key=typed.get("client_key", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return _trial(key, typed, wrong.errors), 422
    except Conflict as used:
        return _trial(key, {**typed, "client_key": new_id()}, {"value": used.words}), 409
    say(_("Written down. The plan changes only with its next version."))
    return see("record.treatments", decided=row.key)


def _trial(key: str, typed: Any, errors: dict[str, Any]) -> str:
    item = lines.one(current.session, current.grant, key, "trial")
    about = words.about(current.session, current.grant, key)
    return render(
        "provider/treatments/trial.html", trial=trials.Trial(item, about, current.today), typed=typed, errors=errors,
        person=person(), kind=KINDS["trial"], results=choices.TEAM_RESULT, people=_people(about.rows),
    )  # fmt: skip


def _people(rows: Any) -> who.People:
    return who.called(current.session, current.grant, {row.actor_id for row in rows}, current.patient)
