"""What matters to the person, in their own words, with the team's line beside it (clinical.md 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

SORTS = {
    "important": _l("What is important to me"),
    "good_day": _l("What a good day looks like"),
    "worry": _l("What worries me most"),
    "keep": _l("What I would not want to give up"),
    "choice": _l("What I would choose, if I had to"),
    "care_before": _l("How care went before, well or badly"),
}
QUESTIONS = {
    "important": _l("What is important to you?"),
    "good_day": _l("What does a good day look like?"),
    "worry": _l("What worries you most?"),
    "keep": _l("What would you not want to give up?"),
    "choice": _l("If you had to choose, what would come first? For example: more time, comfort, or fewer visits."),
    "care_before": _l("What went well or badly with care before? What should not happen again?"),
}
"""The four open questions first, then a choice between good things, then care as it was."""
CAUTION = "care_before"
"""A sort that the team should read as a caution: what should not happen again (U2)."""


@dataclass(frozen=True)
class WhatMatters:
    """Stored as it is; ``words`` is verbatim."""

    words: str
    sort: str
    team_line: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when there are no words."""
    fields = Fields(raw)
    return fields.done(
        WhatMatters(
            words=fields.text("words", missing=_l("Write what matters.")),
            sort=fields.one_of("sort", SORTS, "important"),
            team_line=fields.text("team_line"),
        )
    )


def title(content: Content) -> str:
    """The words themselves."""
    return str(content.get("words", ""))


def sort_in_words(content: Content) -> str:
    """Which question these words answer."""
    return str(SORTS.get(content.get("sort") or "important", SORTS["important"]))


def lines(content: Content) -> list[tuple[str, str]]:
    """Which question it answers, and the team's line."""
    return [(_("About"), sort_in_words(content)), (_("Your team"), content.get("team_line", ""))]


KIND = Kind(
    "what_matters", _l("What matters"), "strength", parse, title, lines, ("words",), "what_matters", own=("words",),
    keeps_days=365, choices={"sorts": SORTS, "questions": QUESTIONS},
)  # fmt: skip
