"""One line of the worklist: why, where to look, take it, close it with what was done."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for

from app.access.permissions import Permission
from app.care import concerns
from app.care.concerns import handing_over, snoozing, telling, worklist
from app.care.concerns.closing import TOLD_HOW
from app.care.concerns.rules import BAND_WORDS, RULES
from app.care.progress.flags import FLAGS
from app.errors import Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import Concern
from app.provider.base import record
from app.provider.worklist import BANDS
from app.web.context import current
from app.web.render import render, say, see

OPENS = {
    "answers": ("record.read_answers", "response_id", _l("Open the answers")),
    "questions": ("record.question", "question_id", _l("Answer the question")),
    "draft": ("record.suggestions", "", _l("Open the suggestion")),
    "editor": ("record.editor", "", _l("Open the draft")),
    "review": ("record.review", "", _l("Open the review")),
    "early_review": ("record.early_review", "early_id", _l("Open what changed")),
    "treatments": ("record.treatments", "", _l("Open the treatments")),
    "trial": ("record.trial", "key", _l("Open the treatments")),
    "late": ("record.review_promise", "key", _l("Say what came of it")),
    "plan": ("record.profile", "", _l("Open the profile")),
    "fact_said": ("record.fact_said", "statement_id", _l("Open what they say")),
    "fact_added": ("record.fact", "fact_id", _l("Open the fact")),
    "call": ("record.call_sheet", "", _l("Open the call sheet")),
    "setting": ("record.setting", "", _l("Open what changed")),
    "arrangement": ("record.arrangement", "arrangement_id", _l("Open it")),
    "leaving": ("record.leaving", "", _l("Open it")),
    "guests": ("record.guests", "", _l("Open what the guest wrote")),
    "progress": ("record.profile", "", _l("Open the profile")),
}


@record.get("/concerns/<concern_id>", needs=Permission.CLOSE_CONCERN)
def concern(concern_id: str) -> Any:
    return concern_page(concern_id, {}, {})


@record.post("/concerns/<concern_id>/take", needs=Permission.CLOSE_CONCERN)
def take_concern(concern_id: str) -> Any:
    concerns.take(current.session, current.grant, concern_id)
    say(_("It is yours now."))
    return see("record.concern", concern_id=concern_id)


@record.post("/concerns/<concern_id>/put-back", needs=Permission.CLOSE_CONCERN)
def put_back_concern(concern_id: str) -> Any:
    concerns.put_back(current.session, current.grant, concern_id)
    say(_("It is everybody’s again."))
    return see("record.concern", concern_id=concern_id)


@record.post("/concerns/<concern_id>/close", needs=Permission.CLOSE_CONCERN)
def close_concern(concern_id: str) -> Any:
    typed = request.form
    try:
        concerns.close(
            current.session, current.grant, concern_id, typed.get("outcome", ""), typed.get("done", ""),
            told_how=typed.get("told_how", ""), told=typed.get("told", ""),
        )  # fmt: skip
    except Invalid as problem:
        return concern_page(concern_id, typed, problem.errors), 422
    say(_("Closed, with what you did."))
    return see("provider.worklist")


def concern_page(concern_id: str, typed: Any, errors: dict[str, Any], way: str = "close") -> str:
    """The page of one line, with what was typed into one of its forms (``way``) and what is wrong with it."""
    line = worklist.one(current.session, current.grant, concern_id)
    return render(
        "provider/worklist/concern.html", line=line, why=concerns.words_of(line.concern), typed=typed, errors=errors,
        way=way, outcomes=concerns.OUTCOMES, rule=RULES.get(line.concern.rule), band=BANDS[line.concern.band],
        band_words=BAND_WORDS[line.concern.band], opens=_opens(line.concern), told_how=TOLD_HOW,
        must_tell=telling.is_due(line.concern), ends=snoozing.choices_for(line.concern),
        colleagues=handing_over.could_take(current.session, current.grant), source=_source(line.concern),
    )  # fmt: skip


def _source(row: Concern) -> str:
    """Where the limit comes from: of a reading its own, else the rule's."""
    flag = FLAGS.get(str(row.why.get("flag", "")))
    rule = RULES.get(row.rule)
    return flag.source if flag else rule.source if rule else ""


def _opens(row: Concern) -> tuple[str, Any]:
    """Where to look: the page of the thing itself when its rule names one, else the person's profile."""
    rule = RULES.get(row.rule)
    endpoint, argument, words = OPENS.get(rule.opens if rule else "", OPENS["plan"])
    subject = str(row.why.get("response_id") or row.subject) if argument == "response_id" else row.subject
    arguments = current_app.url_map.is_endpoint_expecting
    if endpoint not in current_app.view_functions or (argument and not (subject and arguments(endpoint, argument))):
        endpoint, argument, words = OPENS["plan"]
    return (url_for(endpoint, **{argument: subject}) if argument else url_for(endpoint)), words  # type: ignore[arg-type]
