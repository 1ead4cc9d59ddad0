"""How long somebody's own words may be, about a page, and how long ago what they write down: the same everywhere."""

from __future__ import annotations

from datetime import date, timedelta

from app.i18n import LazyText, format_number, gettext, lazy_gettext

PAGE = 2000
"""Letters that a field for words takes unless it says otherwise."""
OLDEST = timedelta(days=366)
"""How long ago what happened may be written down: an older day is most often a slip in the year."""


def too_long(text: str, most: int = PAGE) -> LazyText | None:
    """What to say beside a field whose ``text`` has more than ``most`` letters; None when it fits."""
    if len(text) <= most:
        return None
    return LazyText(lambda: gettext("That is too long. Use at most %(most)s letters.", most=format_number(most)))


def wrong_day(day: date, today: date) -> LazyText | None:
    """What to say beside the ``day`` on which something happened; None when it may have."""
    if day > today:
        return lazy_gettext("That day has not come yet.")
    if today - day > OLDEST:
        return lazy_gettext("That is more than a year ago. Check the year.")
    return None
