"""What a reading is told with, as information only: nothing is raised, nobody is measured against it. Pure."""

from __future__ import annotations

from app.i18n import gettext as _

ACTIVE_A_WEEK = 150
"""Minutes of activity in 7 days that guidelines name for adults: below it information only, never a flag."""


def of(kind: str, canonical: float) -> str:
    """A sentence or two beside this reading; nothing for most."""
    if kind == "activity_minutes" and canonical < ACTIVE_A_WEEK:
        return _(
            "For most adults, %(n)s minutes in 7 days do the body good. Less helps too. Do what is right for you.",
            n=ACTIVE_A_WEEK,
        )
    return ""
