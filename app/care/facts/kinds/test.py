"""A test with its result: a number with its unit or words, and what it means for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts import when
from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind, by_words
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Result:
    """``value`` as it was reported (number or words); ``on``: a year, month or day; ``meaning`` is for the person."""

    what: str
    value: str
    unit: str
    on: str
    meaning: str
    code: str
    system: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a name, a result or a date."""
    fields = Fields(raw)
    code, system = fields.code()
    return fields.done(
        Result(
            what=fields.text("what", SHORT, missing=_l("Write which test it was.")),
            value=fields.text("value", missing=_l("Write the result.")),
            unit=fields.text("unit", 40),
            on=fields.when("on", missing=_l("Type when it was done. The year is enough.")),
            meaning=fields.text("meaning"),
            code=code,
            system=system,
        )
    )


def title(content: Content) -> str:
    """«Potassium: 4.2 mmol/L»."""
    value = " ".join(part for part in (content.get("value"), content.get("unit")) if part)
    return _("%(what)s: %(value)s", what=content.get("what", ""), value=value)


def lines(content: Content) -> list[tuple[str, str]]:
    """When it was, and what it means."""
    return [(_("When"), when.words(content.get("on"))), (_("What it means"), content.get("meaning", ""))]


def same(content: Content) -> tuple[str, ...]:
    """The same test of the same day with the same result."""
    named = by_words(content.get("code"), content.get("system"), content.get("what"))
    return (*named, str(content.get("on", "")), str(content.get("value", "")))


KIND = Kind(
    "test", _l("Test"), _l("Tests"), "measure", parse, title, lines, same, None,
    "A result is of its day: it gets older, not wrong.", _l("No test results are written down."),
)  # fmt: skip
