"""Trying a change: stop, pause, or try something for a while, with a reason, what to watch and a day to decide.

The day to decide is the line's last day. Nothing happens by itself on that day: both sides are asked how it went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

WAYS = {
    "stop": _l("Stop it"),
    "pause": _l("Pause it"),
    "try": _l("Try it for a while"),
    "try_without": _l("Try to do without it for a while"),
}


@dataclass(frozen=True)
class Trial:
    """``what``: in words, also when it points to a treatment. ``stop_if``: what would end it early."""

    way: str
    treatment_key: str
    what: str
    aim: str
    watch_for: list[str]
    stop_if: str
    stop_todo: str
    decides: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without words for what changes and why."""
    fields = Fields(raw)
    return fields.done(
        Trial(
            way=fields.one_of("way", WAYS, "try"),
            treatment_key=fields.key("treatment_key"),
            what=fields.text("what", SHORT, missing=_l("Write what is stopped, paused or tried.")),
            aim=fields.text("aim", missing=_l("Write why we try this.")),
            watch_for=fields.lines("watch_for", 8),
            stop_if=fields.text("stop_if"),
            stop_todo=fields.text("stop_todo", SHORT * 2),
            decides=fields.text("decides", SHORT),
        )
    )


def title(content: Content) -> str:
    """What changes, as a short sentence."""
    words = {
        "stop": _("Stopping: %(what)s"),
        "pause": _("A pause from: %(what)s"),
        "try": _("Trying: %(what)s"),
        "try_without": _("Trying without: %(what)s"),
    }
    return words.get(content.get("way", "try"), words["try"]) % {"what": content.get("what", "")}


def lines(content: Content) -> list[tuple[str, str]]:
    """Why, what to watch, when it ends early, who decides."""
    return [
        (_("Why"), str(content.get("aim") or "")),
        (_("What we watch for"), "\n".join(content.get("watch_for") or [])),
        (_("We end it early if"), str(content.get("stop_if") or "")),
        (_("What to do then"), str(content.get("stop_todo") or "")),
        (_("Who decides, with whom"), str(content.get("decides") or "")),
    ]


KIND = Kind(
    "trial", _l("Trying a change"), "change", parse, title, lines,
    ("way", "treatment_key", "what", "watch_for", "stop_if", "stop_todo"), "treatments", is_to_do=True,
    links={"treatment_key": ("treatment",)}, choices={"ways": WAYS}, from_address=("way", "what"),
)  # fmt: skip
