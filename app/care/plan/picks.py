"""Questions that people often have about a line, ready to be picked and changed; which ones depends on the kind."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import Kind
from app.i18n import lazy_gettext as _l

WORDS: dict[str, Any] = {
    "not": _l("What happens if I do not?"),
    "side": _l("What are the side effects?"),
    "other": _l("Are there other ways?"),
    "works": _l("How will we know it works?"),
    "cost": _l("What does this cost me?"),
    "long": _l("How long do I need this?"),
    "how": _l("How do I do this?"),
    "mean": _l("What does this mean for me?"),
    "next": _l("What may happen next?"),
    "where": _l("Can this be by phone, or near my home?"),
    "bring": _l("What do I need to bring?"),
    "now": _l("What do I do if it starts right now?"),
    "why": _l("Why is this in my plan?"),
    "who": _l("Who can see this?"),
    "word": _l("What does this word mean?"),
}
"""By key. Nothing here has been asked: it is put into the box, where it can be changed before it is sent."""
BY_SECTION: dict[str, tuple[str, ...]] = {
    "treatments": ("not", "side", "other", "works", "cost", "long", "word"),
    "health": ("mean", "next", "other", "word"),
    "worse": ("now", "mean", "who", "word"),
    "follow_up": ("why", "where", "bring", "cost"),
    "goals": ("not", "works", "how", "why"),
    "wishes": ("who", "mean", "why", "word"),
    "actions": ("how", "not", "other", "works", "cost", "why", "word"),
}
USUAL = ("why", "mean", "who", "word")


def for_kind(kind: Kind) -> dict[str, Any]:
    """The questions to pick from for a line of this kind, in the order of showing."""
    return {key: WORDS[key] for key in BY_SECTION.get(kind.section, USUAL)}


def into(typed: str, pick: str) -> str:
    """What stands in the box after a pick: what was typed stays. An unknown pick adds nothing."""
    words = str(WORDS.get(pick, ""))
    return "\n".join(part for part in (typed.strip(), words) if part) if words not in typed else typed
