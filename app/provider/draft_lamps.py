"""Lamps beside a draft, in words: what is there, what would light the others, and what serves no goal. All quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.care.plan import lamps
from app.i18n import lazy_gettext as _l
from app.provider.draft_lines import Draft
from app.web.context import current

HAS: dict[str, tuple[Any, Any]] = {
    "problems": (_l("Health problems"), _l("Add what they live with, in plain words.")),
    "measurable_goals": (_l("Goals that can be seen"), _l("Say in a goal how you both will know.")),
    "symptom_plan": (_l("Plan for when it gets worse"), _l("Add signs to look for and what to do then.")),
    "medicines": (_l("Medicines"), _l("Add each medicine and what it is for.")),
    "community": (_l("Help nearby"), _l("Add a person or a service that lends a hand.")),
    "review": (_l("Day of the next review"), _l("Pick the day when you look at it again.")),
}
"""Lamp → its name, and what would light it."""
TALKED: dict[str, tuple[Any, Any]] = {
    "understanding": (_l("How each of you sees it"), _l("Talk about it and keep a note.")),
    "goals": (_l("Goals together"), _l("Talk about goals and keep a note, or take in a goal of theirs.")),
    "actions": (_l("Actions together"), _l("Agree who does what and keep a note, or take in an action of theirs.")),
    "confirmed": (_l("Gone through and right"), _l("Go through it together and keep a note.")),
}


@dataclass(frozen=True)
class Shown:
    """One lamp as a page draws it. ``href`` is empty when there is nowhere to go yet."""

    words: Any
    is_lit: bool
    how: Any
    href: str


def shown(draft: Draft) -> dict[str, Any]:
    """What the lamps' partial needs: both rows of lamps, and the lines that serve no goal."""
    found = lamps.of(current.session, current.grant, draft.view)
    apart = lamps.aligned(draft.view)
    return {
        "has": [_has(lamp) for lamp in found.has],
        "talked": [_talked(lamp) for lamp in found.talked],
        "without_goal": apart.without_goal,
        "without_line": apart.without_line,
    }


def _has(lamp: lamps.Lamp) -> Shown:
    words, how = HAS[lamp.name]
    if lamp.again:
        how = _l("It is expected to get harder. Look at help at home and nearby again.")
    if lamp.name == "review":
        href = url_for("record.offer") + "#f-review_on"
    elif lamp.change:
        href = url_for("record.editor_line", key=lamp.change) + "#f-measure"
    else:
        href = url_for("record.editor_new", kind=lamp.add) if lamp.add else ""
    return Shown(words, lamp.is_lit, how, href)


def _talked(lamp: lamps.Lamp) -> Shown:
    words, how = TALKED[lamp.name]
    return Shown(words, lamp.is_lit, how, url_for("record.talk_new", about=lamp.name))
