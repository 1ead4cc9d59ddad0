"""The person's life as it is: culture, home, money, their week, practices of their own. In their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel.dates import get_day_names

from app.care.plan.kinds.dates import since_in_words
from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _, current_locale
from app.i18n import lazy_gettext as _l

SORTS = {
    "faith": _l("Faith and culture"),
    "food": _l("Food"),
    "language": _l("Language at home"),
    "who_decides": _l("Who decides in our family"),
    "money": _l("Money"),
    "transport": _l("Getting around"),
    "phone": _l("Phone and data"),
    "work": _l("Work, or caring for others"),
    "home": _l("Home"),
    "week": _l("My week as it really is"),
    "practice": _l("Something I do for my health on my own"),
}
PARTS = {"morning": _l("Morning"), "midday": _l("Midday"), "evening": _l("Evening"), "night": _l("Night")}
DAYS = range(7)
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
"""Every time of a week, Monday morning first."""


@dataclass(frozen=True)
class Circumstance:
    """``words`` is verbatim. ``busy``: times of the week that are taken, as "0-morning" (0 is Monday).

    ``is_taken`` and ``checked_on`` are about a practice: whether it is something that one takes, and the day on which
    it was checked with a pharmacist.
    """

    sort: str
    words: str
    busy: list[str]
    team_line: str
    is_taken: bool
    checked_on: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when there are neither words nor times, or a part does not fit."""
    fields = Fields(raw)
    sort = fields.one_of("sort", SORTS, "home")
    busy = fields.several("busy", SLOTS) if sort == "week" else []
    practice = sort == "practice"
    return fields.done(
        Circumstance(
            sort=sort,
            words=fields.text("words", missing=None if busy else _l("Write it in your own words.")),
            busy=busy,
            team_line=fields.text("team_line"),
            is_taken=practice and fields.yes("is_taken"),
            checked_on=fields.day("checked_on") if practice else "",
        )
    )


def busy_in_words(content: Content) -> str:
    """ "Monday: morning, evening", a day to a line."""
    names = get_day_names("wide", context="stand-alone", locale=current_locale())
    taken = content.get("busy") or []
    found = []
    for day in DAYS:
        parts = [str(words) for part, words in PARTS.items() if f"{day}-{part}" in taken]
        if parts:
            found.append(_("%(day)s: %(parts)s", day=names[day], parts=", ".join(parts)))
    return "\n".join(found)


def title(content: Content) -> str:
    """What it is about."""
    return str(SORTS.get(content.get("sort", ""), SORTS["home"]))


def lines(content: Content) -> list[tuple[str, str]]:
    """The words, the times that are taken, the team's line, and what was checked."""
    taken = content.get("is_taken")
    checked = since_in_words(content.get("checked_on", "")) or (_("Not checked yet") if taken else "")
    return [
        (_("In your own words"), content.get("words", "")),
        (_("Times that are taken"), busy_in_words(content)),
        (_("Your team"), content.get("team_line", "")),
        (_("Checked with a pharmacist"), checked),
    ]


KIND = Kind(
    "circumstance", _l("My life"), "home", parse, title, lines, ("sort", "words", "busy", "is_taken"), "my_life",
    own=("words",), is_titled=True, keeps_days=365, choices={"sorts": SORTS, "parts": PARTS},
)  # fmt: skip
