"""A letter about the person: from whom, about what, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.facts import when
from app.care.facts.kinds.fields import SHORT, Fields
from app.care.facts.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Letter:
    """``asks``: what somebody should do because of it, in a sentence or two."""

    sender: str
    on: str
    about: str
    asks: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a sender or a subject."""
    fields = Fields(raw)
    return fields.done(
        Letter(
            sender=fields.text("sender", SHORT, missing=_l("Write who sent it.")),
            on=fields.when("on", missing=_l("Type the date of the letter. The year is enough.")),
            about=fields.text("about", missing=_l("Write what it is about.")),
            asks=fields.text("asks"),
        )
    )


def title(content: Content) -> str:
    """Whose letter it is."""
    return _("Letter from %(sender)s", sender=content.get("sender", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """Date, subject, and what it asks for."""
    return [
        (_("Date"), when.words(content.get("on"))),
        (_("About"), content.get("about", "")),
        (_("What it asks for"), content.get("asks", "")),
    ]


def same(content: Content) -> tuple[str, ...]:
    """The same words from the same sender on the same day."""
    return tuple(" ".join(str(content.get(name, "")).casefold().split()) for name in ("sender", "on", "about"))


KIND = Kind(
    "letter", _l("Letter"), _l("Letters"), "inbox", parse, title, lines, same, None,
    "A letter is of its day: it gets older, not wrong.", _l("No letters are written down."),
)  # fmt: skip
