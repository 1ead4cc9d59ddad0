"""A goal in the person's own words. The SMART parts are prompts, never gates; "by when" is the item's last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.barriers import OBSTACLES, in_the_way
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

SORTS = {"life": _l("A goal for my life"), "clinical": _l("A goal for my health")}
TERMS = {"short": _l("Soon: the next weeks"), "long": _l("Later: months or more")}
IMPORTANCE = {1: _l("A little important"), 2: _l("Important"), 3: _l("Very important")}


@dataclass(frozen=True)
class Goal:
    """``words`` is verbatim and never edited by staff once the person wrote it.

    ``parent_key``: the goal that this one serves. ``adjusted``: why a usual target is another for this person;
    ``target_source``: where a target comes from. ``helps`` and ``in_the_way_words`` are the person's own words.
    """

    words: str
    sort: str
    term: str
    specific: str
    measure: str
    target: str
    unit: str
    why: str
    importance: int | None
    parent_key: str
    problem_keys: list[str]
    adjusted: str
    target_source: str
    helps: str
    in_the_way: list[str]
    in_the_way_words: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when there are no words, or a part does not fit."""
    fields = Fields(raw)
    return fields.done(
        Goal(
            words=fields.text("words", missing=_l("Write the goal in your own words.")),
            sort=fields.one_of("sort", SORTS, "life"),
            term=fields.one_of("term", TERMS, "long"),
            specific=fields.text("specific"),
            measure=fields.text("measure", SHORT),
            target=fields.text("target", SHORT),
            unit=fields.text("unit", 40),
            why=fields.text("why"),
            importance=fields.number("importance", 1, 3, _l("Pick 1, 2 or 3.")),
            parent_key=fields.key("parent_key"),
            problem_keys=fields.keys("problem_keys"),
            adjusted=fields.text("adjusted"),
            target_source=fields.text("target_source", SHORT),
            helps=fields.text("helps"),
            in_the_way=fields.several("in_the_way", OBSTACLES),
            in_the_way_words=fields.text("in_the_way_words"),
        )
    )


def title(content: Content) -> str:
    """The words themselves."""
    return str(content.get("words", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What was asked of the goal so that both sides mean the same."""
    target = " ".join(part for part in (content.get("target"), content.get("unit")) if part)
    importance = content.get("importance")
    return [
        (_("What exactly"), content.get("specific", "")),
        (_("How you will know"), content.get("measure", "")),
        (_("How much"), target),
        (_("Why it matters"), content.get("why", "")),
        (_("How important"), str(IMPORTANCE[importance]) if importance in IMPORTANCE else ""),
        (_("What kind of goal"), str(SORTS.get(content.get("sort", ""), ""))),
        (_("How soon"), str(TERMS.get(content.get("term", ""), ""))),
        (_("What helps"), content.get("helps", "")),
        (_("What may get in the way"), in_the_way(content)),
        (_("Where the target comes from"), content.get("target_source", "")),
        (_("Why it is another for you"), content.get("adjusted", "")),
    ]


KIND = Kind(
    "goal", _l("Goal"), "goal", parse, title, lines,
    ("words", "sort", "term", "specific", "measure", "target", "unit"), "goals",
    own=("words", "why", "helps", "in_the_way_words"), is_dated=True,
    links={"parent_key": ("goal",), "problem_keys": ("problem",)},
    choices={"sorts": SORTS, "terms": TERMS, "importance": {str(n): words for n, words in IMPORTANCE.items()},
             "obstacles": OBSTACLES},
)  # fmt: skip
