"""Something to read, hear or watch about living with it, with its language, how hard it is, and how long it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _, format_day
from app.i18n import lazy_gettext as _l

LEVELS = {
    "easy": _l("Easy to read"),
    "usual": _l("Usual words"),
    "hard": _l("Harder: read it together"),
}


@dataclass(frozen=True)
class Information:
    """``text`` is what to read here; ``where`` says where more of it is. ``good_until`` is the day it expires."""

    what: str
    text: str
    where: str
    language: str
    level: str
    from_whom: str
    good_until: str
    about_key: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a title, and when there is nothing to read and nowhere to find it."""
    fields = Fields(raw)
    where = fields.text("where", SHORT * 2)
    missing = None if where else _l("Write the text, or where to find it.")
    return fields.done(
        Information(
            what=fields.text("what", SHORT, missing=_l("Write what it is about.")),
            text=fields.text("text", 4000, missing=missing),
            where=where,
            language=fields.text("language", 60),
            level=fields.one_of("level", LEVELS, "usual"),
            from_whom=fields.text("from_whom", SHORT, missing=_l("Write who it is from.")),
            good_until=fields.day("good_until"),
            about_key=fields.key("about_key"),
        )
    )


AHEAD = timedelta(days=30)
"""How long before its last day somebody should look for a newer one [own]."""


def state(content: Content, today: date) -> str:
    """ "past" after its last good day, "soon" in the 30 days before, else nothing."""
    if not content.get("good_until"):
        return ""
    last = date.fromisoformat(content["good_until"])
    if last < today:
        return "past"
    return "soon" if last - AHEAD <= today else ""


def title(content: Content) -> str:
    """What it is about."""
    return str(content.get("what", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """The text, where more is, from whom, until when."""
    until = content.get("good_until")
    return [
        (_("What it says"), content.get("text", "")),
        (_("Where to find it"), content.get("where", "")),
        (_("From whom"), content.get("from_whom", "")),
        (_("Language"), content.get("language", "")),
        (_("How hard it is"), str(LEVELS.get(content.get("level", ""), ""))),
        (_("Checked and good until"), format_day(date.fromisoformat(until)) if until else ""),
    ]


KIND = Kind(
    "information", _l("To read"), "read", parse, title, lines, ("what", "text", "where"), "to_read",
    links={
        "about_key": ("problem", "goal", "activity", "treatment", "trial", "symptom_zones", "community_resource"),
    },
    choices={"levels": LEVELS},
)  # fmt: skip
