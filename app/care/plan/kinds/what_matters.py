"""What matters to the person, in their own words, with the team's line beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class WhatMatters:
    """Stored as it is; ``words`` is verbatim."""

    words: str
    team_line: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when there are no words."""
    fields = Fields(raw)
    return fields.done(WhatMatters(fields.text("words", missing=_l("Write what matters.")), fields.text("team_line")))


def title(content: Content) -> str:
    """The words themselves."""
    return str(content.get("words", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """The team's line."""
    return [(_("Your team"), content.get("team_line", ""))]


KIND = Kind(
    "what_matters", _l("What matters"), "strength", parse, title, lines, ("words",), "what_matters", own=("words",),
    keeps_days=365,
)  # fmt: skip
