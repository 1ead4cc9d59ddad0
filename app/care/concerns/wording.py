"""Small pieces of the sentences on the worklist: days, moments and own words out of stored facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.i18n import _, format_day, format_moment


def day(value: Any) -> str:
    """A stored day (ISO) in words; nothing for anything else."""
    try:
        return format_day(date.fromisoformat(str(value)))
    except ValueError:
        return ""


def moment(value: Any) -> str:
    """A stored moment (ISO) in words; nothing for anything else."""
    try:
        return format_moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return ""


def with_words(words: str, said: str) -> str:
    """A sentence with what somebody said after it, verbatim, if they said anything."""
    return _("%(words)s “%(said)s”", words=words, said=said) if said else words
