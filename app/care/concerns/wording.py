"""Small pieces of the sentences on the worklist: days, moments and own words out of stored facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.i18n import _, format_day, format_moment


def day(value: Any) -> str:
    """A stored day or moment (ISO) as a day in words; nothing for anything else."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return ""
    return format_day(found if found.tzinfo else found.date())


def moment(value: Any) -> str:
    """A stored moment (ISO) in words; nothing for anything else."""
    try:
        return format_moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return ""


def with_words(words: str, said: str) -> str:
    """A sentence with what somebody said after it, verbatim, if they said anything."""
    return _("%(words)s “%(said)s”", words=words, said=said) if said else words
