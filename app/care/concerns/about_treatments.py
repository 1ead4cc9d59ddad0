"""The rules about treatments and trials, and what the worklist says for each, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.care.concerns.wording import day, with_words
from app.i18n import _
from app.i18n import lazy_gettext as _l

Why = Mapping[str, Any]


def side_effect(why: Why) -> str:
    """Which side effect of what, whether it is a serious one, and the words that came with it."""
    title, effect, said = str(why.get("title", "")), str(why.get("about", "")), str(why.get("words", ""))
    effect = effect or said
    if why.get("taken_back"):
        return _(
            "Reported a serious side effect of “%(title)s” and took it back: %(effect)s", title=title, effect=effect
        )
    if why.get("serious"):
        words = _("Has a serious side effect of “%(title)s”: %(effect)s.", title=title, effect=effect)
    else:
        words = _("Has a side effect of “%(title)s”: %(effect)s.", title=title, effect=effect)
    return with_words(words, said if said != effect else "")


def too_much(why: Why) -> str:
    """What makes it too much."""
    title, said = str(why.get("title", "")), str(why.get("words", ""))
    sentences = {
        "money": _("“%(title)s” costs them too much."),
        "effort": _("“%(title)s” takes them too much time or effort."),
        "side_effects": _("“%(title)s” is too much because of side effects."),
        "too_many": _("“%(title)s”: they have too many things to take or do."),
    }
    words = sentences.get(str(why.get("value")), _("“%(title)s” is too much for them."))
    return with_words(words % {"title": title}, said)


def not_taking(why: Why) -> str:
    """That they do not take or do it; with a warning when nobody should stop it alone."""
    title, said = str(why.get("title", "")), str(why.get("words", ""))
    if why.get("never_alone"):
        words = _("Does not take “%(title)s”, which nobody should stop on their own.", title=title)
    else:
        words = _("Does not take or do “%(title)s”.", title=title)
    return with_words(words, said)


def trial_worse(why: Why) -> str:
    """That it goes worse while a change is tried."""
    return with_words(
        _("It goes worse than before. %(title)s.", title=str(why.get("title", ""))), str(why.get("words", ""))
    )


def trial_due(why: Why) -> str:
    """That the day to decide is here, and what the person would like, if they said so."""
    title, on, said = str(why.get("title", "")), day(why.get("decide_on")), str(why.get("words", ""))
    sentences = {
        "keep": _("%(title)s. Would like to go on with it. The day to decide is %(day)s."),
        "change": _("%(title)s. Would like to change something. The day to decide is %(day)s."),
        "stop": _("%(title)s. Would like to end it. The day to decide is %(day)s."),
        "talk": _("%(title)s. Would like to talk about it. The day to decide is %(day)s."),
    }
    usual = _("%(title)s. Time to decide together how it went. The day for it is %(day)s.")
    return with_words(sentences.get(str(why.get("wish")), usual) % {"title": title, "day": on}, said)


RULES = (
    (
        "side_effect", _l("Side effect"), "soon", timedelta(days=1), side_effect,
        "A side effect that the plan lists as serious raises it as urgent; the phone shows what to do at once.",
        "treatments",
    ),
    (
        "trial_worse", _l("Trying a change"), "soon", timedelta(days=1), trial_worse,
        "While a change is tried, the person says that it goes worse.", "treatments",
    ),
    (
        "too_much", _l("Too much"), "soon", timedelta(days=5), too_much,
        "The person says that a treatment is too much: money, effort, side effects, or too many things.",
        "treatments",
    ),
    (
        "trial_due", _l("Trying a change"), "soon", timedelta(days=5), trial_due,
        "The day to decide about something stopped, paused or tried, as the plan says.", "trial",
    ),
    (
        "not_taking", _l("Not taken"), "routine", timedelta(days=7), not_taking,
        "Said before a review; soon when the plan says that nobody should stop it on their own.", "treatments",
    ),
)  # fmt: skip
"""Name, title, band, how soon, sentence, source, and where it leads; ``rules.RULES`` makes them rules."""
