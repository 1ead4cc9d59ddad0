"""How a problem is likely to go: which way, by when, how sure we are, and what that means for a goal (U4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.dates import since_in_words
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

COURSES = {
    "improve": _l("It gets better"),
    "cure": _l("It goes away"),
    "hold": _l("It stays much as it is"),
    "learn": _l("You learn to live well with it"),
    "rehabilitate": _l("You get back what you could do before"),
    "decline": _l("It gets harder over time"),
    "unknown": _l("We do not know which way it goes"),
}
CERTAINTY = {
    "sure": _l("We are quite sure"),
    "likely": _l("It is likely"),
    "open": _l("It could go either way"),
    "unknown": _l("We do not know"),
}


@dataclass(frozen=True)
class Expectation:
    """``by_when`` is in words ("by summer"). The title names only what it is about, never which way it goes."""

    about: str
    problem_key: str
    course: str
    by_when: str
    certainty: str
    words: str
    goal_key: str
    for_goal: str
    reviewed_on: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know what it is about, or a part does not fit."""
    fields = Fields(raw)
    return fields.done(
        Expectation(
            about=fields.text("about", SHORT, missing=_l("Say what this is about, for example: your knee.")),
            problem_key=fields.key("problem_key"),
            course=fields.one_of("course", COURSES, "unknown"),
            by_when=fields.text("by_when", SHORT),
            certainty=fields.one_of("certainty", CERTAINTY, "unknown"),
            words=fields.text("words"),
            goal_key=fields.key("goal_key"),
            for_goal=fields.text("for_goal"),
            reviewed_on=fields.day("reviewed_on"),
        )
    )


def title(content: Content) -> str:
    """What it is about. A list that shows it gives nothing away to somebody who would rather not know now."""
    return _("What we expect: %(about)s", about=content.get("about", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """Which way, by when, how sure, for which goal, and when we last looked."""
    return [
        (_("What is likely"), str(COURSES.get(content.get("course", ""), ""))),
        (_("By when"), content.get("by_when", "")),
        (_("How sure we are"), str(CERTAINTY.get(content.get("certainty", ""), ""))),
        (_("In our words"), content.get("words", "")),
        (_("What it means for your goal"), content.get("for_goal", "")),
        (_("We last looked at this on"), since_in_words(content.get("reviewed_on", ""))),
    ]


KIND = Kind(
    "expectation", _l("What we expect"), "look-back", parse, title, lines,
    ("about", "problem_key", "course", "by_when", "certainty", "words", "goal_key", "for_goal"), "health",
    keeps_days=180, links={"problem_key": ("problem",), "goal_key": ("goal",)},
    choices={"courses": COURSES, "certainties": CERTAINTY},
)  # fmt: skip
