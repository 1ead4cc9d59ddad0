"""How long somebody's own words may be: about a page, the same everywhere."""

from __future__ import annotations

from app.i18n import LazyText, format_number, gettext

PAGE = 2000
"""Letters that a field for words takes unless it says otherwise."""


def too_long(text: str, most: int = PAGE) -> LazyText | None:
    """What to say beside a field whose ``text`` has more than ``most`` letters; None when it fits."""
    if len(text) <= most:
        return None
    return LazyText(lambda: gettext("That is too long. Use at most %(most)s letters.", most=format_number(most)))
