"""What a treatment or a service asks of a week, in numbers: how often, how long, the way. All may be left out."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds.activity import DAY, minutes_in_words
from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content
from app.i18n import _, ngettext
from app.i18n import lazy_gettext as _l

MOST_TIMES = 70
"""Ten times on every day of a week."""


def read(fields: Fields) -> dict[str, Any]:
    """``times_a_week``, and ``minutes`` and ``travel_minutes`` (there and back) for one time; None: nobody said.

    Minutes without how often say nothing about a week, so the form asks for it.
    """
    minutes = _l("Write minutes as a number, 1440 at most.")
    found = {
        "times_a_week": fields.number(
            "times_a_week", 0, MOST_TIMES, _l("Write how many times as a number, 70 at most.")
        ),
        "minutes": fields.number("minutes", 0, DAY, minutes),
        "travel_minutes": fields.number("travel_minutes", 0, DAY, minutes),
    }
    if found["times_a_week"] is None and (found["minutes"] or found["travel_minutes"]):
        fields.problems.setdefault("times_a_week", _l("Write how many times a week this is."))
    return found


def lines(content: Content) -> list[tuple[str, str]]:
    """How often and how long, as names and values."""
    times = content.get("times_a_week")
    often = "" if times is None else ngettext("%(n)s time", "%(n)s times", times)
    return [
        (_("Times a week"), often),
        (_("Time for it"), minutes_in_words(content.get("minutes"))),
        (_("Time to get there and back"), minutes_in_words(content.get("travel_minutes"))),
    ]
