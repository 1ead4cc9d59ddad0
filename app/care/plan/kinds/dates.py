"""Days that a line holds as text, as people say them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from app.i18n import current_locale, format_day


def since_in_words(since: str) -> str:
    """ "2019", "May 2019" or a whole day, in the reader's language; text that is none of these as it is."""
    try:
        parts = [int(part) for part in since.split("-")] if since else []
        if len(parts) == 3:
            return format_day(date(parts[0], parts[1], parts[2]))
        if len(parts) == 2:
            return str(format_date(date(parts[0], parts[1], 1), "LLLL y", locale=current_locale()))
    except (TypeError, ValueError):
        return since
    return since
