"""Why a line is on the worklist, in words: one function for each rule, made of the facts that the concern keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.care.concerns import wording
from app.i18n import format_number, ngettext
from app.i18n import gettext as _

Why = Mapping[str, Any]
SURE_ENOUGH = 7


def _named(why: Why) -> str:
    return str(why.get("title") or why.get("what") or why.get("form") or "").strip()


def unread_answers(why: Why) -> str:
    """The sentence of the rule ``unread_answers``."""
    form, visit = _named(why), wording.day(why.get("visit_on"))
    if form and why.get("changed"):
        return _("Changed answers that were sent before: %(form)s. Nobody has read the change.", form=form)
    if form and visit:
        return _("Sent answers that nobody has read: %(form)s. The visit is on %(day)s.", form=form, day=visit)
    if form:
        return _("Sent answers that nobody has read: %(form)s.", form=form)
    return _("Sent answers that nobody has read.")


def red_answer(why: Why) -> str:
    """One line of the worklist for one form, with every answer in it that is or was red."""
    lines = why.get("lines")
    known: list[Why] = [one for one in lines if isinstance(one, dict)] if isinstance(lines, list) else []
    return " ".join(one_red(line) for line in known or [why])


def one_red(why: Why) -> str:
    """The sentence of the rule ``one_red``."""
    if why.get("taken_back"):
        return _("An answer needed a look and was changed since. %(question)s", question=str(why.get("question", "")))
    question, answer = str(why.get("question") or _named(why)), str(why.get("answer", ""))
    if question and answer:
        return _("An answer needs a look today. %(question)s “%(answer)s”", question=question, answer=answer)
    if question:
        return _("An answer needs a look today: %(question)s", question=question)
    return _("An answer needs a look today.")


def question_waiting(why: Why) -> str:
    """The sentence of the rule ``question_waiting``."""
    words, title = str(why.get("words", "")), _named(why)
    if words and title and why.get("late"):
        return _(
            "Asked about “%(title)s”, past the promised time and not answered: %(words)s", title=title, words=words
        )
    if words and title and why.get("again"):
        return _("The answer about “%(title)s” is still unclear: %(words)s", title=title, words=words)
    if words and title:
        return _("Asked about “%(title)s”: %(words)s", title=title, words=words)
    if words:
        return _("Asked: %(words)s", words=words)
    return _("Asked a question and waits for an answer.")


def explain_better(why: Why) -> str:
    """The sentence of the rule ``explain_better``."""
    from app.care.plan.sections import SECTIONS  # what a part is called is the plan's business

    section = SECTIONS.get(str(why.get("section", "")))
    title, words = str(section.title) if section else _named(why), str(why.get("words", ""))
    if words:
        return _("Explain better: “%(title)s”. What is not clear: %(words)s", title=title, words=words)
    if why.get("answer") == "partly":
        return _("Explain better: “%(title)s” is partly clear.", title=title)
    return _("Explain better: “%(title)s” is not clear.", title=title)


def lets_talk(why: Why) -> str:
    """The sentence of the rule ``lets_talk``."""
    words, title = str(why.get("words", "")), _named(why)
    if words and title:
        return _("Would like to talk about “%(title)s”: %(words)s", title=title, words=words)
    if title:
        return _("Would like to talk about “%(title)s”.", title=title)
    return _("Would like to talk about the plan.")


def low_confidence(why: Why) -> str:
    """The sentence of the rule ``low_confidence``."""
    title, sure = _named(why), why.get("confidence")
    facts = {"number": format_number(sure) if isinstance(sure, (int, float)) else "", "title": title}
    facts["enough"] = format_number(int(why.get("enough") or SURE_ENOUGH))
    if facts["number"] and not title:
        words = _("Is %(number)s out of 10 sure of doing what was planned. Below %(enough)s asks for help.", **facts)
    elif facts["number"]:
        words = _("Is %(number)s out of 10 sure of doing “%(title)s”. Below %(enough)s asks for help.", **facts)
    else:
        words = _("Is less than %(enough)s out of 10 sure of doing what was planned.", **facts)
    times = int(why.get("check_ins") or 1)
    return (
        ngettext("%(words)s %(n)s check-in.", "%(words)s %(n)s check-ins in a row.", times, words=words)
        if times > 1
        else words
    )


def not_this_time(why: Why) -> str:
    """The sentence of the rule ``not_this_time``."""
    title, barrier = _named(why), str(why.get("barrier", ""))
    if title and barrier:
        return _(
            "“Not this time” three times in a row: %(title)s. In the way: %(barrier)s", title=title, barrier=barrier
        )
    if title:
        return _("“Not this time” three times in a row: %(title)s.", title=title)
    return _("“Not this time” three times in a row.")


def measurement_flag(why: Why) -> str:
    """The sentence of the rule ``measurement_flag``."""
    from app.care.progress.flag_words import said_of  # a sentence about a reading is the readings' business

    return said_of(why) or _("A reading needs a look.")


def review_due(why: Why) -> str:
    """The sentence of the rule ``review_due``."""
    day = wording.day(why.get("review_on"))
    return (
        _("The plan is to be looked at again by %(day)s.", day=day)
        if day
        else _("The plan is to be looked at again.")
    )


def suggestion_waiting(why: Why) -> str:
    """The sentence of the rule ``suggestion_waiting``."""
    title = _named(why)
    return _("Suggests for the plan: %(title)s", title=title) if title else _("Suggests a change to the plan.")


def guest_wrote(why: Why) -> str:
    """The sentence of the rule ``guest_wrote``."""
    who, title = why.get("who") or _("A guest"), _named(why)
    if title:
        return _("%(who)s wrote a line about: %(title)s", who=who, title=title)
    return _("%(who)s wrote a line.", who=who)


def countersign_question(why: Why) -> str:
    """The sentence of the rule ``countersign_question``."""
    name, number, words = why.get("name", ""), why.get("number", ""), why.get("words", "")
    return _("%(name)s asks about version %(number)s of the plan: %(words)s", name=name, number=number, words=words)


def wants_a_call(why: Why) -> str:
    """The sentence of the rule ``wants_a_call``."""
    about = str(why.get("words") or why.get("about") or _named(why))
    return _("Asks to be rung about: %(about)s", about=about) if about else _("Asks to be rung.")


def fact_said(why: Why) -> str:
    """The sentence of the rule ``fact_said``."""
    from app.care.facts.say import concern_said  # a sentence about a fact is the facts' business

    return concern_said(why)


def fact_added(why: Why) -> str:
    """The sentence of the rule ``fact_added``."""
    from app.care.facts.say import concern_added

    return concern_added(why)


def talk_alone(why: Why) -> str:
    """The sentence of the rule ``talk_alone``."""
    return _("Would like to talk about the plan alone, without a helper.")


def more_than_wording(why: Why) -> str:
    """The sentence of the rule ``more_than_wording``."""
    return _("Says that this change is more than wording: %(title)s", title=_named(why))


def early_review(why: Why) -> str:
    """The sentence of the rule ``early_review``."""
    from app.care.worse.early_review import WHYS  # what can be chosen is the wish's business

    chosen, words = str(WHYS.get(str(why.get("why", "")), "")), str(why.get("words", ""))
    if words:
        return _("Something big changed: “%(chosen)s”. %(words)s", chosen=chosen, words=words)
    return _("Something big changed: “%(chosen)s”.", chosen=chosen)


def medicine_expiry(why: Why) -> str:
    """The sentence of the rule ``medicine_expiry``."""
    title, day = _named(why), wording.day(why.get("use_until"))
    if why.get("stage") == "past":
        return _("A medicine at hand has reached its last day, %(day)s: %(title)s", day=day, title=title)
    return _("A medicine at hand is good until %(day)s: %(title)s", day=day, title=title)


def information_expiry(why: Why) -> str:
    """The sentence of the rule ``information_expiry``."""
    title, day = _named(why), wording.day(why.get("use_until"))
    if why.get("stage") == "past":
        return _("Something to read was good until %(day)s and is still in the plan: %(title)s", day=day, title=title)
    return _("Something to read is good until %(day)s. Look for a newer one: %(title)s", day=day, title=title)


def cannot_take_on(why: Why) -> str:
    """The sentence of the rule ``cannot_take_on``."""
    title, words = _named(why), str(why.get("words", ""))
    if title and words:
        return _("Somebody cannot take on “%(title)s”: %(words)s", title=title, words=words)
    return _("Somebody cannot take on “%(title)s”.", title=title)


def erase_asked(why: Why) -> str:
    """The sentence of the rule ``erase_asked``."""
    day = wording.day(why.get("due_on"))
    if not day:
        return _("Asked to have everything erased.")
    return _("Asked to have everything erased. It is done on %(day)s. A doctor says what the law keeps.", day=day)
