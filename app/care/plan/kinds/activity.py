"""Something that somebody will do: what, how much, when, where, with whom, how sure (Lorig's action plan)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.care.plan.kinds import rhythm
from app.care.plan.kinds.barriers import OBSTACLES, in_the_way
from app.care.plan.kinds.dates import since_in_words
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.rhythm import AGAIN, EVERY, MONTHS, PARTS
from app.care.progress.kinds import KINDS as READINGS
from app.i18n import _, format_number, ngettext
from app.i18n import lazy_gettext as _l

DAY, MOST = 24 * 60, 1_000_000
"""Minutes in a day; more money than any line costs."""
MEASURES: dict[str, Any] = {kind.name: kind.title for kind in READINGS.values()}


@dataclass(frozen=True)
class Activity:
    """``days``: 0 for Monday, none for every day. ``every``: another rhythm than each week, counted from ``first_on``
    (a day as ``2026-03-10``). ``also``: further parts of the day, for what is done more than once.
    ``measure``: kind of reading it asks for, or nothing.

    ``minutes`` and ``travel_minutes`` (there and back) are for one time, ``cost`` for a month; None: nobody said.
    ``helps``, ``in_the_way_words`` and ``make_it_7`` are the person's own words.
    """

    what: str
    how_much: str
    when: str
    days: list[int]
    part: str
    every: str
    first_on: str
    also: list[str]
    where: str
    with_whom: str
    goal_key: str
    not_linked: str
    measure: str
    confidence: int | None
    make_it_7: str
    minutes: int | None
    travel_minutes: int | None
    cost: int | float | None
    cost_words: str
    helps: str
    in_the_way: list[str]
    in_the_way_words: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know what to do, or a part does not fit."""
    fields = Fields(raw)
    every = fields.one_of("every", EVERY, "")
    first_on = fields.day("first_on") if every else ""
    if every and not first_on and "first_on" not in fields.problems:
        fields.problems["first_on"] = _l("Say from which day we count.")
    if every in MONTHS and raw.get("days"):
        fields.problems["days"] = _l("Choose no days of the week here. The first day says when.")
    return fields.done(
        Activity(
            what=fields.text("what", missing=_l("Write what will be done.")),
            how_much=fields.text("how_much", SHORT),
            when=fields.text("when", SHORT),
            days=fields.weekdays("days"),
            part=fields.one_of("part", PARTS, "any"),
            every=every,
            first_on=first_on,
            also=fields.several("also", AGAIN),
            where=fields.text("where", SHORT),
            with_whom=fields.text("with_whom", SHORT),
            goal_key=fields.key("goal_key"),
            not_linked=fields.text("not_linked"),
            measure=fields.one_of("measure", MEASURES, ""),
            confidence=fields.number("confidence", 0, 10, _l("Pick a number from 0 to 10.")),
            make_it_7=fields.text("make_it_7"),
            minutes=fields.number("minutes", 0, DAY, _l("Write minutes as a number, 1440 at most.")),
            travel_minutes=fields.number("travel_minutes", 0, DAY, _l("Write minutes as a number, 1440 at most.")),
            cost=fields.amount("cost", 0, MOST, _l("Write the cost as a number, or leave it empty.")),
            cost_words=fields.text("cost_words", SHORT),
            helps=fields.text("helps"),
            in_the_way=fields.several("in_the_way", OBSTACLES),
            in_the_way_words=fields.text("in_the_way_words"),
        )
    )


def title(content: Content) -> str:
    """What will be done."""
    return str(content.get("what", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """How much, when, where, with whom, how sure."""
    confidence = content.get("confidence")
    sure = _("%(number)s of 10", number=confidence) if confidence is not None else ""
    return [
        (_("How much"), content.get("how_much", "")),
        (_("When"), content.get("when", "")),
        (_("Not tied to a goal, because"), content.get("not_linked", "")),
        (_("Which days"), rhythm.in_words(content)),
        (_("Counted from"), since_in_words(content.get("first_on") or "")),
        (_("Time of day"), rhythm.parts_in_words(content)),
        (_("Where"), content.get("where", "")),
        (_("With whom"), content.get("with_whom", "")),
        (_("What to measure"), str(MEASURES.get(content.get("measure", ""), ""))),
        (_("How sure you are"), sure),
        (_("What would make it a 7"), content.get("make_it_7", "")),
        (_("Time for it"), minutes_in_words(content.get("minutes"))),
        (_("Time to get there and back"), minutes_in_words(content.get("travel_minutes"))),
        (_("Cost in a month"), cost_in_words(content)),
        (_("What helps"), content.get("helps", "")),
        (_("What may get in the way"), in_the_way(content)),
    ]


def minutes_in_words(minutes: int | None) -> str:
    """ "10 minutes"; nothing when nobody said."""
    return "" if minutes is None else ngettext("%(n)s minute", "%(n)s minutes", minutes)


def cost_in_words(content: Content) -> str:
    """The amount as people there write numbers, with the words beside it; nothing when nobody said."""
    cost, words = content.get("cost"), content.get("cost_words") or ""
    return " · ".join(part for part in ("" if cost is None else format_number(cost), words) if part)


def is_for(content: Content, day: date) -> bool:
    """Whether the activity is for this calendar day by its own rhythm (its window is the item's)."""
    return bool(rhythm.days_between(content, day, day))


def next_day(content: Content, after: date) -> date:
    """The first day from ``after`` on that the activity is for."""
    for span in (7, 31, 400):
        if found := rhythm.days_between(content, after, after + timedelta(days=span)):
            return found[0]
    return date.fromisoformat(content["first_on"])


KIND = Kind(
    "activity", _l("Activity"), "activity", parse, title, lines,
    ("what", "how_much", "when", "days", "part", "where", "with_whom", "measure"), "actions",
    own=("make_it_7", "helps", "in_the_way_words"), is_titled=True, is_to_do=True,
    once_said=("minutes", "cost", "every", "first_on", "also"),
    links={"goal_key": ("goal",)},
    choices={"parts": PARTS, "measures": MEASURES, "obstacles": OBSTACLES, "every": EVERY, "again": AGAIN},
)  # fmt: skip
