"""Rules about calls, visits, referrals, results and changes of setting, and what the worklist says for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.i18n import _, format_day, format_moment, ngettext
from app.i18n import lazy_gettext as _l

Why = Mapping[str, Any]


def call_again(why: Why) -> str:
    """When to ring again, and how often nobody was reached."""
    when, said = _moment(why.get("at")), str(why.get("words", ""))
    tried = why.get("tried") or 0
    words = _("Ring again on %(when)s.", when=when)
    if tried:
        words = ngettext(
            "Ring again on %(when)s. Tried %(n)s time.",
            "Ring again on %(when)s. Tried %(n)s times.",
            tried,
            when=when,
        )
    return _with_words(words, said)


def _with_words(words: str, said: str) -> str:
    return _("%(words)s “%(said)s”", words=words, said=said) if said else words


def _moment(value: Any) -> str:
    try:
        return format_moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return ""


def _day(value: Any) -> str:
    try:
        return format_day(date.fromisoformat(str(value)))
    except ValueError:
        return ""


RULES = (
    (
        "call_again", _l("Call again"), "soon", timedelta(days=1), call_again,
        "A call did not reach the person, or they asked for another time; it is due at the time written down.",
        "call",
    ),
)  # fmt: skip
"""Name, title, band, how soon, sentence, source, and where it leads; ``rules.RULES`` makes them rules."""
