"""Plain words for codes, by table and column; what the app says on its screens stands here again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.care.arrangements import sorts
from app.care.concerns import closing
from app.care.concerns.rules import BAND_WORDS
from app.care.contacts import calls
from app.care.facts import keeping
from app.care.leaving import asking
from app.care.people.basis import BASES
from app.care.plan import alone, decisions, explained, item_words, parts, possible, reasons, talks
from app.care.progress import coping, pauses, say
from app.care.reviews.promised import ANSWERS as PROMISED
from app.care.treatments import choices
from app.care.worse import setting
from app.i18n import LANGUAGES
from app.i18n import lazy_gettext as _l

ACTIONS = {"add": _l("new line"), "change": _l("changed"), "remove": _l("taken out")}
STATES = {
    "open": _l("waits for the team"),
    "draft": _l("draft"),
    "proposal": _l("idea of the team"),
    "declined": _l("not taken"),
    "withdrawn": _l("taken back"),
    "applied": _l("in the plan"),
}
SENT = {
    "due": _l("waits"),
    "joined": _l("told with another one"),
    "sent": _l("sent"),
    "dropped": _l("not needed any more"),
}
HELPED = {"helped": _l("That helped"), "unclear": _l("It is still unclear")}
SAID = {
    "side_effect": _l("Something it does that you do not want"),
    "too_much": _l("It is too much"),
    "mark": _l("How you take it"),
    "check": _l("How it goes"),
    "sort": _l("How much you want it"),
    "lean": _l("What you lean to"),
    "result": _l("What you want after the trial"),
    "kept": _l("Kept"),
}
NEAR = {"proxy": _l("a helper"), "self": _l("you")}
CODES: dict[str, Mapping[Any, Any]] = {
    "progress_entry.outcome": say.OUTCOMES,
    "progress_entry.helped": coping.HELPED,
    "pause.why": pauses.WHYS,
    "decision.answer": decisions.ANSWERS,
    "explained.answer": explained.ANSWERS,
    "responsibility.answer": parts.ANSWERS,
    "possible.fits": possible.FITS,
    "item_change.reason_code": reasons.REASONS,
    "talk.shared": talks.SHARED,
    "talk.about": talks.ABOUT,
    "arrangement.sort": sorts.SORTS,
    "arrangement.how": sorts.HOWS,
    "arrangement.state": sorts.STATES,
    "arrangement.told_how": sorts.TOLD,
    "arrangement_step.name": sorts.PREP,
    "concern.outcome": closing.OUTCOMES,
    "concern.band": BAND_WORDS,
    "call_attempt.outcome": calls.OUTCOMES,
    "record_fact.source": keeping.SOURCES,
    "record_fact.ended_reason": keeping.REASONS,
    "erasure.keeps": asking.KEEPS,
    "alone_check.answer": alone.ANSWERS,
    "delivered.answer": PROMISED,
    "item_change.state": STATES,
    "call_attempt.reason": calls.REASONS,
    "setting_change.what": setting.WHATS,
    "proxy_grant.basis": BASES,
    "proxy_basis.basis": BASES,
    "patient.language": LANGUAGES,
    "reminder.state": SENT,
    "mail.state": SENT,
    "question.outcome": HELPED,
    "treatment_word.kind": SAID,
    "invitation.kind": NEAR,
    "item_change.action": ACTIONS,
}
"""Words for codes, by table and column."""

BY_SORT: dict[str, Mapping[str, Mapping[str, Any]]] = {
    "item_word.value": item_words.SORTS,
    "treatment_word.value": {
        "too_much": choices.TOO_MUCH, "sort": choices.SORT, "mark": choices.MARKS, "lean": choices.LEAN,
        "check": choices.CHECK, "result": choices.RESULT,
        "side_effect": {"common": _l("a usual one"), "serious": _l("a serious one"), "own": _l("another one")},
    },
}  # fmt: skip
"""The same where the words depend on what sort of row it is."""
QUIET = {
    "care_team_member.lead",
    "item_change.at_once",
    "pause.until_told",
    "measurement.confirmed",
    "sureness.by_faces",
}
"""Columns of which only a yes is worth a line."""


def of(place: str, row: Mapping[str, Any]) -> Mapping[Any, Any]:
    """The words for the codes of this column."""
    if place in BY_SORT:
        sort = str(row.get("sort") or row.get("kind") or "")
        return BY_SORT[place].get(sort, {})
    return CODES.get(place, {})
