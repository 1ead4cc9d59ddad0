"""What somebody does for their health on their own: tea, prayer, massage, herbs. Asked with respect, never scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind, by_words
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Practice:
    """``checked``: what a pharmacist or the team found when they looked whether it goes with the medicines."""

    what: str
    what_for: str
    how_often: str
    checked: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when it does not say what."""
    fields = Fields(raw)
    return fields.done(
        Practice(
            what=fields.text("what", SHORT, missing=_l("Write what you do.")),
            what_for=fields.text("what_for"),
            how_often=fields.text("how_often", SHORT),
            checked=fields.text("checked"),
        )
    )


def title(content: Content) -> str:
    """What is done."""
    return str(content.get("what", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What for, how often, and whether somebody looked at it beside the medicines."""
    return [
        (_("What for"), content.get("what_for", "")),
        (_("How often"), content.get("how_often", "")),
        (_("Looked at beside the medicines"), content.get("checked", "")),
    ]


def same(content: Content) -> tuple[str, ...]:
    """The words."""
    return by_words("", "", content.get("what"))


KIND = Kind(
    "practice", _l("Own way to stay well"), _l("Own ways to stay well"), "strength", parse, title, lines, same, 365,
    "Own proposal: asked with the yearly review, so that it is known and respected.",
    _l("Nothing is written down yet."), _l("Add something you do, such as tea, prayer or massage"),
)  # fmt: skip
