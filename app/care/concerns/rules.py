"""The rules that bring a line to the worklist, as data: how urgent, until when, from where, in which words.

To add one: a sentence in sentences.py, a line in RULES, and a call of ``raise_concern`` where the fact is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.care.concerns import about_contacts, about_treatments, plan_rules, sentences, timed_rules
from app.i18n import gettext as _
from app.i18n import lazy_gettext, ngettext
from app.i18n import lazy_gettext as _l
from app.models import Concern

Why = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One rule. ``due`` is how long after the fact somebody should have looked; ``opens`` where it leads."""

    name: str
    title: Any
    band: str
    due: timedelta
    words: Callable[[Why], str]
    source: str
    opens: str = "profile"
    tells: bool = False
    """Whether the person hears what came of it when a line of the top band is closed."""


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *(Rule(*facts) for facts in (*about_treatments.RULES, *timed_rules.RULES, *about_contacts.RULES)),
        Rule(
            "red_answer", _l("Urgent answer"), "urgent", timedelta(hours=4), sentences.red_answer,
            "An answer that its questionnaire marks as red; the phone shows help at once.", opens="answers",
            tells=True,
        ),
        Rule(
            "measurement_flag", _l("Reading"), "soon", timedelta(days=1), sentences.measurement_flag,
            "Limits for each kind of reading, each with its source; crisis values raise it as urgent.",
            opens="progress", tells=True,
        ),
        Rule(
            "wants_a_call", _l("Call"), "soon", timedelta(days=1), sentences.wants_a_call,
            "The person asked to be rung.", opens="call",
        ),
        Rule(
            "early_review", _l("Early review"), "soon", timedelta(days=3), sentences.early_review,
            "The person told us that something big changed; the answer is promised.", opens="early_review",
        ),
        Rule(
            "question_waiting", _l("Question"), "soon", timedelta(days=3), sentences.question_waiting,
            "A question on a plan item carries a promised time.", opens="questions",
        ),
        Rule(
            "unread_answers", _l("Unread answers"), "soon", timedelta(days=2), sentences.unread_answers,
            "Sent answers are read before the visit, and the person sees by whom.", opens="answers",
        ),
        Rule(
            "lets_talk", _l("Let’s talk"), "soon", timedelta(days=5), sentences.lets_talk,
            "The person answered “let’s talk” to an item.", opens="plan",
        ),
        Rule(
            "talk_alone", _l("Talk alone"), "soon", timedelta(days=5), sentences.talk_alone,
            "A helper took part in an answer, and the person asked to talk alone.", opens="plan",
        ),
        Rule(
            "more_than_wording", _l("More than wording"), "routine", timedelta(days=7), sentences.more_than_wording,
            "The team called a change wording only, and the person sees it otherwise.", opens="plan",
        ),
        Rule(
            "not_this_time", _l("Not this time"), "routine", timedelta(days=7), sentences.not_this_time,
            "Own proposal: three in a row on one activity ask whether it still fits.",
            opens="progress",
        ),
        Rule(
            "low_confidence", _l("Confidence"), "routine", timedelta(days=7), sentences.low_confidence,
            "Brief Action Planning (Gutnick 2014): below 7 of 10, solve problems together; at two check-ins [own].",
            opens="plan",
        ),
        Rule(
            "explain_better", _l("Explain better"), "routine", timedelta(days=7), sentences.explain_better,
            "Own proposal: one “partly” or “no” to “Did we explain this well?” asks for a better text.",
            opens="editor",
        ),
        Rule(
            "cannot_take_on", _l("Whose part"), "routine", timedelta(days=7), sentences.cannot_take_on,
            "Whoever should do a line says that they cannot; the line needs another owner or another shape.",
            opens="draft",
        ),
        Rule(
            "suggestion_waiting", _l("Suggestion"), "routine", timedelta(days=7), sentences.suggestion_waiting,
            "The person or a helper suggested a line for the plan.", opens="draft",
        ),
        Rule(
            "guest_wrote", _l("Guest"), "routine", timedelta(days=7), sentences.guest_wrote,
            "A guest wrote one line back, to be taken up or not.", opens="guests",
        ),
        Rule(
            "follow_up_answer", _l("Follow-up"), "soon", plan_rules.SOON, plan_rules.follow_up_answer,
            "The person said that a planned contact does not fit.", opens="plan",
        ),
        Rule(
            "obstacle", _l("Needs a hand"), "soon", plan_rules.SOON, plan_rules.obstacle,
            "The person cannot get there, or cannot pay: one tap from a line of the plan.", opens="plan",
        ),
        Rule(
            "did_not_help", _l("Help nearby"), "routine", plan_rules.LATER, plan_rules.did_not_help,
            "The person was asked whether a service helped.", opens="plan",
        ),
        Rule(
            "medicine_expiry", _l("Medicine at hand"), "routine", timedelta(days=30), sentences.medicine_expiry,
            "A medicine at hand nears its last day: 30 days before, and on the day [own].", opens="plan",
        ),
        Rule(
            "information_expiry", _l("To read"), "routine", timedelta(days=30), sentences.information_expiry,
            "What is there to read has a last good day: 30 days before, and after it [own].", opens="plan",
        ),
        Rule(
            "wish_talk", _l("Wishes"), "routine", plan_rules.LATER, plan_rules.wish_talk,
            "The person asked to talk about wishes for later. It says no more than that.",
        ),
        Rule(
            "countersign_question", _l("Colleague"), "routine", timedelta(days=5), sentences.countersign_question,
            "A physician looked at the plan and something is not clear.", opens="editor",
        ),
        Rule(
            "fact_said", _l("Says otherwise"), "routine", timedelta(days=7), sentences.fact_said,
            "The person says that a fact is not right, or how a medicine is really taken.", opens="fact_said",
        ),
        Rule(
            "fact_added", _l("New fact"), "routine", timedelta(days=7), sentences.fact_added,
            "The person or a helper added a fact that the team has not looked at.", opens="fact_added",
        ),
        Rule(
            "erase_asked", _l("Erasing"), "soon", timedelta(days=7), sentences.erase_asked,
            "The person asked to have everything erased; a physician says what the law keeps.", opens="leaving",
        ),
        Rule(
            "review_due", _l("Review"), "routine", timedelta(days=14), sentences.review_due,
            "Each plan has a review date at most 12 months away.", opens="review",
        ),
    )
}  # fmt: skip

BAND_WORDS = {1: lazy_gettext("Today"), 2: lazy_gettext("Soon"), 3: lazy_gettext("When there is time")}


def words_of(concern: Concern) -> str:
    """Why this line is there, as one or two whole sentences in the current language."""
    rule = RULES.get(concern.rule)
    words = rule.words(concern.why) if rule else _("Something to look at.")
    if minutes := concern.why.get("handed_on"):
        words = ngettext(
            "%(words)s Handed on: nobody had taken it in %(n)s minute.",
            "%(words)s Handed on: nobody had taken it in %(n)s minutes.",
            minutes,
            words=words,
        )
    helper = concern.why.get("by")
    return _("%(words)s Written down by %(helper)s.", words=words, helper=helper) if helper else words
