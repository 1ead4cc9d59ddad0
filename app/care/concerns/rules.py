"""The rules that bring a line to the worklist, as data: how urgent, until when, from where, in which words.

To add one: a sentence below, a line in RULES, and a call of ``raise_concern`` where the fact is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.care.concerns import plan_rules
from app.i18n import format_day, format_number, lazy_gettext, ngettext
from app.i18n import gettext as _
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
    threshold: int | None = None


def _named(why: Why) -> str:
    return str(why.get("title") or why.get("what") or why.get("form") or "").strip()


def _day(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return format_day(date(moment.year, moment.month, moment.day))
    return format_day(moment)


def _unread_answers(why: Why) -> str:
    form, visit = _named(why), _day(why.get("visit_on"))
    if form and why.get("changed"):
        return _("Changed answers that were sent before: %(form)s. Nobody has read the change.", form=form)
    if form and visit:
        return _("Sent answers that nobody has read: %(form)s. The visit is on %(day)s.", form=form, day=visit)
    if form:
        return _("Sent answers that nobody has read: %(form)s.", form=form)
    return _("Sent answers that nobody has read.")


def _red_answer(why: Why) -> str:
    """One line of the worklist for one form, with every answer in it that is or was red."""
    lines = why.get("lines")
    known: list[Why] = [one for one in lines if isinstance(one, dict)] if isinstance(lines, list) else []
    return " ".join(_one_red(line) for line in known or [why])


def _one_red(why: Why) -> str:
    if why.get("taken_back"):
        return _("An answer needed a look and was changed since. %(question)s", question=str(why.get("question", "")))
    question, answer = str(why.get("question") or _named(why)), str(why.get("answer", ""))
    if question and answer:
        return _("An answer needs a look today. %(question)s “%(answer)s”", question=question, answer=answer)
    if question:
        return _("An answer needs a look today: %(question)s", question=question)
    return _("An answer needs a look today.")


def _question_waiting(why: Why) -> str:
    words, title = str(why.get("words", "")), _named(why)
    if words and title:
        return _("Asked about “%(title)s”: %(words)s", title=title, words=words)
    if words:
        return _("Asked: %(words)s", words=words)
    return _("Asked a question and waits for an answer.")


def _lets_talk(why: Why) -> str:
    words, title = str(why.get("words", "")), _named(why)
    if words and title:
        return _("Would like to talk about “%(title)s”: %(words)s", title=title, words=words)
    if title:
        return _("Would like to talk about “%(title)s”.", title=title)
    return _("Would like to talk about the plan.")


def _low_confidence(why: Why) -> str:
    title, sure = _named(why), why.get("confidence")
    if isinstance(sure, (int, float)):
        number = format_number(sure)
        if not title:
            return _("Is %(number)s out of 10 sure of doing what was planned. Below 7 asks for help.", number=number)
        return _(
            "Is %(number)s out of 10 sure of doing “%(title)s”. Below 7 asks for help.", number=number, title=title
        )
    return _("Is less than 7 out of 10 sure of doing what was planned.")


def _not_this_time(why: Why) -> str:
    title, barrier = _named(why), str(why.get("barrier", ""))
    if title and barrier:
        return _(
            "“Not this time” three times in a row: %(title)s. In the way: %(barrier)s", title=title, barrier=barrier
        )
    if title:
        return _("“Not this time” three times in a row: %(title)s.", title=title)
    return _("“Not this time” three times in a row.")


def _measurement_flag(why: Why) -> str:
    from app.care.progress.flags import said_of  # a sentence about a reading is the readings' business

    return said_of(why) or _("A reading needs a look.")


def _review_due(why: Why) -> str:
    day = _day(why.get("review_on"))
    return (
        _("The plan is to be looked at again by %(day)s.", day=day)
        if day
        else _("The plan is to be looked at again.")
    )


def _suggestion_waiting(why: Why) -> str:
    title = _named(why)
    return _("Suggests for the plan: %(title)s", title=title) if title else _("Suggests a change to the plan.")


def _countersign_question(why: Why) -> str:
    name, number, words = why.get("name", ""), why.get("number", ""), why.get("words", "")
    return _("%(name)s asks about version %(number)s of the plan: %(words)s", name=name, number=number, words=words)


def _wants_a_call(why: Why) -> str:
    about = str(why.get("words") or why.get("about") or _named(why))
    return _("Asks to be rung about: %(about)s", about=about) if about else _("Asks to be rung.")


def _fact_said(why: Why) -> str:
    from app.care.facts.say import concern_said  # a sentence about a fact is the facts' business

    return concern_said(why)


def _fact_added(why: Why) -> str:
    from app.care.facts.say import concern_added

    return concern_added(why)


NOT_THIS_TIME_IN_A_ROW = 3
SURE_ENOUGH = 7

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "red_answer", _l("Urgent answer"), "urgent", timedelta(hours=4), _red_answer,
            "An answer that its questionnaire marks as red; the phone shows help at once.", opens="answers",
        ),
        Rule(
            "measurement_flag", _l("Reading"), "soon", timedelta(days=1), _measurement_flag,
            "Limits of care/progress/kinds.py, each with its source; crisis values raise it as urgent.",
            opens="progress",
        ),
        Rule(
            "wants_a_call", _l("Call"), "soon", timedelta(days=1), _wants_a_call,
            "The person asked to be rung.",
        ),
        Rule(
            "question_waiting", _l("Question"), "soon", timedelta(days=3), _question_waiting,
            "A question on a plan item carries a promised time.", opens="questions",
        ),
        Rule(
            "unread_answers", _l("Unread answers"), "soon", timedelta(days=2), _unread_answers,
            "Sent answers are read before the visit, and the person sees by whom.", opens="answers",
        ),
        Rule(
            "lets_talk", _l("Let’s talk"), "soon", timedelta(days=5), _lets_talk,
            "The person answered “let’s talk” to an item.", opens="plan",
        ),
        Rule(
            "not_this_time", _l("Not this time"), "routine", timedelta(days=7), _not_this_time,
            "Own proposal: three in a row on one activity ask whether it still fits.",
            opens="progress", threshold=NOT_THIS_TIME_IN_A_ROW,
        ),
        Rule(
            "low_confidence", _l("Confidence"), "routine", timedelta(days=7), _low_confidence,
            "Brief Action Planning (Gutnick 2014): below 7 of 10, solve problems together.",
            opens="plan", threshold=SURE_ENOUGH,
        ),
        Rule(
            "suggestion_waiting", _l("Suggestion"), "routine", timedelta(days=7), _suggestion_waiting,
            "The person or a helper suggested a line for the plan.", opens="draft",
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
            "wish_talk", _l("Wishes"), "routine", plan_rules.LATER, plan_rules.wish_talk,
            "The person asked to talk about wishes for later. It says no more than that.",
        ),
        Rule(
            "countersign_question", _l("Colleague"), "routine", timedelta(days=5), _countersign_question,
            "A physician looked at the plan and something is not clear.", opens="draft_list",
        ),
        Rule(
            "fact_said", _l("Says otherwise"), "routine", timedelta(days=7), _fact_said,
            "The person says that a fact is not right, or how a medicine is really taken.", opens="fact_said",
        ),
        Rule(
            "fact_added", _l("New fact"), "routine", timedelta(days=7), _fact_added,
            "The person or a helper added a fact that the team has not looked at.", opens="fact_added",
        ),
        Rule(
            "review_due", _l("Review"), "routine", timedelta(days=14), _review_due,
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
