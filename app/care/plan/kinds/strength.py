"""What the person can build on: what goes well, what they are good at, who is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Strength:
    """Stored as it is; ``words`` is verbatim."""

    words: str
    team_line: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when there are no words."""
    fields = Fields(raw)
    words = fields.text("words", missing=_l("Write something that helps or goes well."))
    return fields.done(Strength(words, fields.text("team_line")))


def title(content: Content) -> str:
    """The words themselves."""
    return str(content.get("words", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """The team's line."""
    return [(_("Your team"), content.get("team_line", ""))]


KIND = Kind(
    "strength",
    _l("Strength"),
    "strength",
    parse,
    title,
    lines,
    ("words",),
    "strengths",
    own=("words",),
    keeps_days=365,
)
