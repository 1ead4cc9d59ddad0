"""What somebody must not get, with what it did; or that there is nothing known, or that nobody is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind, by_words
from app.i18n import _
from app.i18n import lazy_gettext as _l

KNOWN = {
    "yes": _l("Yes, to this"),
    "none": _l("No allergies that we know of"),
    "not_sure": _l("Not sure whether there are any"),
}
HOW_BAD = {
    "mild": _l("Mild"),
    "moderate": _l("It needed treatment"),
    "severe": _l("Severe: it was dangerous"),
    "not_sure": _l("Not sure"),
}
SNOMED = "http://snomed.info/sct"
NONE_KNOWN = (SNOMED, "716186003")
"""SNOMED CT "No known allergy": a statement of its own, and not the same as an empty list."""


@dataclass(frozen=True)
class Allergy:
    """``known`` says whether this is an allergy, "none known", or "not sure"; only the first has a ``what``."""

    known: str
    what: str
    reaction: str
    how_bad: str
    code: str
    system: str
    note: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when it does not say to what, or a part does not fit."""
    fields = Fields(raw)
    known = fields.one_of("known", KNOWN, "yes")
    code, system = fields.code()
    if known != "yes":
        system, code = NONE_KNOWN if known == "none" else ("", "")
        return fields.done(Allergy(known, "", "", "", code, system, fields.text("note")))
    return fields.done(
        Allergy(
            known=known,
            what=fields.text("what", SHORT, missing=_l("Write what it is that does harm.")),
            reaction=fields.text("reaction"),
            how_bad=fields.one_of("how_bad", HOW_BAD, "not_sure"),
            code=code,
            system=system,
            note=fields.text("note"),
        )
    )


def title(content: Content) -> str:
    """To what; or the statement itself."""
    if content.get("known") in ("none", "not_sure"):
        return str(KNOWN[content["known"]])
    return str(content.get("what", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What it did, and how bad it was."""
    return [
        (_("What happened"), content.get("reaction", "")),
        (_("How bad it was"), str(HOW_BAD.get(content.get("how_bad", ""), ""))),
        (_("Note"), content.get("note", "")),
    ]


def same(content: Content) -> tuple[str, ...]:
    """The code, or else what it is against."""
    if content.get("known") == "not_sure":
        return ("", "?")
    return by_words(content.get("code"), content.get("system"), content.get("what"))


KIND = Kind(
    "allergy", _l("Allergy"), _l("Allergies"), "warn", parse, title, lines, same, 365,
    "Own proposal: asked at least once a year, because harm comes from the one that nobody wrote down.",
    _l("Nobody has asked about allergies yet."), _l("Add an allergy"),
)  # fmt: skip
