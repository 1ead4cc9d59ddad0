"""If something gets in the way, then this: the person's own if–then, under the activity it rescues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

BARRIERS = {
    "pain": _l("I was in pain"),
    "tired": _l("I was too tired"),
    "unwell": _l("I felt unwell"),
    "low_mood": _l("I did not feel like it"),
    "forgot": _l("I forgot"),
    "no_time": _l("I had no time"),
    "weather": _l("The weather was bad"),
    "alone": _l("Nobody was there to help"),
    "getting_there": _l("I could not get there"),
    "cost": _l("It costs too much"),
    "worried": _l("I was worried about it"),
    "own": _l("Something else"),
}
"""What can get in the way, in the person's words. "own" goes with words of their own."""
EXAMPLES = {
    "pain": _l("I rest 10 minutes, then try half of it, slowly."),
    "tired": _l("I do half of it and stop."),
    "low_mood": _l("I only put my shoes on, and see."),
    "forgot": _l("I do it before supper, when the table is set."),
    "no_time": _l("I do 5 minutes while the kettle boils."),
    "weather": _l("I walk up and down indoors with the radio on."),
    "alone": _l("I ring my sister, and we do it on the phone together."),
    "getting_there": _l("I do the part that I can do at home."),
    "worried": _l("I write my worry down and ask the nurse."),
}
"""What others do then, to start from. Second to the person's own words."""


@dataclass(frozen=True)
class CopingStrategy:
    """``if_words`` and ``then_words`` are verbatim; ``barrier`` is what *Today* matches by."""

    activity_key: str
    barrier: str
    if_words: str
    then_words: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a "then", or with a barrier of one's own and no words for it."""
    fields = Fields(raw)
    barrier = fields.one_of("barrier", BARRIERS, "own")
    missing = _l("Write what might get in the way.") if barrier == "own" else None
    return fields.done(
        CopingStrategy(
            activity_key=fields.key("activity_key"),
            barrier=barrier,
            if_words=fields.text("if_words", SHORT * 2, missing=missing),
            then_words=fields.text("then_words", SHORT * 5, missing=_l("Write what you will do then.")),
        )
    )


def barrier_in_words(content: Content) -> str:
    """The "if" as said, or the picked barrier."""
    return str(content.get("if_words") or BARRIERS.get(content.get("barrier", ""), ""))


def title(content: Content) -> str:
    """The whole if–then as one sentence."""
    return _(
        "If: %(barrier)s Then: %(then)s", barrier=_stop(barrier_in_words(content)), then=content.get("then_words")
    )


def lines(content: Content) -> list[tuple[str, str]]:
    """Both halves."""
    return [(_("If"), barrier_in_words(content)), (_("Then I will"), content.get("then_words", ""))]


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


KIND = Kind(
    "coping_strategy", _l("If things get in the way"), "coping", parse, title, lines,
    ("activity_key", "barrier", "if_words", "then_words"), "coping", own=("if_words", "then_words"), is_to_do=True,
    links={"activity_key": ("activity",)}, choices={"barriers": BARRIERS},
)  # fmt: skip
