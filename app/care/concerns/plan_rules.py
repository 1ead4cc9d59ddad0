"""Rules about lines of the plan: what the person said of one, apart from deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.i18n import gettext as _

Why = Mapping[str, Any]


def follow_up_answer(why: Why) -> str:
    """The day does not fit, or they would rather not."""
    facts = {"title": why.get("title", ""), "words": why.get("words", "")}
    if why.get("value") == "rather_not":
        return _("Would rather not: %(title)s. %(words)s", **facts).strip()
    return _("Asks for another time: %(title)s. %(words)s", **facts).strip()


def obstacle(why: Why) -> str:
    """They cannot get there, or cannot pay."""
    facts = {"title": why.get("title", ""), "words": why.get("words", "")}
    if why.get("value") == "paying":
        return _("Cannot pay for: %(title)s. %(words)s", **facts).strip()
    return _("Cannot get there: %(title)s. %(words)s", **facts).strip()


def did_not_help(why: Why) -> str:
    """A service did not help, or its entry is wrong."""
    facts = {"title": why.get("title", ""), "words": why.get("words", "")}
    if why.get("value") == "wrong":
        return _("Says that the details are wrong: %(title)s. %(words)s", **facts).strip()
    return _("Says that it did not help: %(title)s. %(words)s", **facts).strip()


def wish_talk(_why: Why) -> str:
    """They would like to talk about later; nothing else is said outside the plan."""
    return _("Would like to talk about wishes for later.")


SOON, LATER = timedelta(days=2), timedelta(days=7)
