"""A condition that somebody has or had: plain words first, the clinical name and code beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts import when
from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind, by_words
from app.i18n import _
from app.i18n import lazy_gettext as _l

STATUSES = {
    "active": _l("There now"),
    "remission": _l("Quiet at the moment"),
    "resolved": _l("Over"),
    "not_sure": _l("Not sure"),
}


@dataclass(frozen=True)
class Diagnosis:
    """``since``: a year, month or day. ``system``: the code's own, such as a SNOMED or ICD address."""

    words: str
    name: str
    code: str
    system: str
    status: str
    since: str
    note: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know what it is, or a part does not fit."""
    fields = Fields(raw)
    code, system = fields.code()
    return fields.done(
        Diagnosis(
            words=fields.text("words", SHORT, missing=_l("Write what it is, in plain words.")),
            name=fields.text("name", SHORT),
            code=code,
            system=system,
            status=fields.one_of("status", STATUSES, "active"),
            since=fields.when("since"),
            note=fields.text("note"),
        )
    )


def title(content: Content) -> str:
    """The plain words."""
    return str(content.get("words", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """Clinical name, how it stands, since when."""
    name = content.get("name", "")
    return [
        (_("Medical name"), name if name != content.get("words") else ""),
        (_("How it is"), str(STATUSES.get(content.get("status", ""), ""))),
        (_("Since"), when.words(content.get("since"))),
        (_("Note"), content.get("note", "")),
    ]


def same(content: Content) -> tuple[str, ...]:
    """The code, or else the words."""
    return by_words(content.get("code"), content.get("system"), content.get("name") or content.get("words"))


KIND = Kind(
    "diagnosis", _l("Condition"), _l("Conditions"), "info", parse, title, lines, same, 365,
    "Own proposal: a care plan is reviewed at least yearly, and opens on the conditions it is for.",
    _l("No conditions are written down."), _l("Add a condition"),
)  # fmt: skip
