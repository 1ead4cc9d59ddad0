"""A medicine as it is really taken. Says what is so; it never says what somebody should take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts import when
from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind, by_words
from app.i18n import _
from app.i18n import lazy_gettext as _l

USES = {
    "taking": _l("I take it as written here"),
    "differently": _l("I take it in another way"),
    "not_taking": _l("I do not take it"),
    "bought": _l("I bought it myself, and I take it"),
}
"""What the person says, in the person's words."""
USE_WORDS = {
    "taking": _l("Taken as written here"),
    "differently": _l("Taken in another way"),
    "not_taking": _l("Not taken"),
    "bought": _l("Bought by the person, and taken"),
    "not_asked": _l("Not asked yet"),
}
"""The same as the team reads it."""
WHYS = {
    "forget": _l("It is easy to forget"),
    "side_effects": _l("Side effects"),
    "cost": _l("It costs too much"),
    "hard_to_use": _l("Hard to swallow, to open or to read"),
    "feel_well": _l("Feeling well without it"),
    "do_not_want": _l("Not wanting it"),
    "other": _l("Something else"),
}
"""Why somebody takes it in another way or not (review of medicines in own wording)."""


@dataclass(frozen=True)
class Medicine:
    """``name`` as it was said or prescribed; ``use`` one of USE_WORDS; ``why`` some of WHYS."""

    name: str
    what_for: str
    how: str
    since: str
    prescriber: str
    use: str
    why: list[str]
    code: str
    system: str
    note: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a name, or when a part does not fit."""
    fields = Fields(raw)
    code, system = fields.code()
    use = fields.one_of("use", USE_WORDS, "not_asked")
    return fields.done(
        Medicine(
            name=fields.text("name", SHORT, missing=_l("Write the name, as it is on the box or as you say it.")),
            what_for=fields.text("what_for"),
            how=fields.text("how"),
            since=fields.when("since"),
            prescriber=fields.text("prescriber", SHORT),
            use=use,
            why=fields.several("why", WHYS) if use in ("differently", "not_taking") else [],
            code=code,
            system=system,
            note=fields.text("note"),
        )
    )


def title(content: Content) -> str:
    """The name."""
    return str(content.get("name", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What for, how, since when, by whom, and how it is really taken."""
    return [
        (_("What for"), content.get("what_for", "")),
        (_("How and when"), content.get("how", "")),
        (_("Really taken"), str(USE_WORDS.get(content.get("use", ""), ""))),
        (_("Why"), in_words(content.get("why") or [])),
        (_("Since"), when.words(content.get("since"))),
        (_("Prescribed by"), content.get("prescriber", "")),
        (_("Note"), content.get("note", "")),
    ]


def in_words(why: list[str]) -> str:
    """The reasons one after the other, each a whole thought."""
    return " · ".join(str(WHYS[one]) for one in why if one in WHYS)


def same(content: Content) -> tuple[str, ...]:
    """The code, or else the name."""
    return by_words(content.get("code"), content.get("system"), content.get("name"))


KIND = Kind(
    "medicine", _l("Medicine"), _l("Medicines"), "medicine", parse, title, lines, same, 182,
    "Own proposal: what is taken changes most often, so it is asked twice a year.",
    _l("No medicines are written down."), _l("Add a medicine, also one you bought"),
)  # fmt: skip
