"""Words that no translator ever saw. In the pseudo-language everything that went through gettext is in ⟦ ⟧.

What may stand outside: numbers and signs, dates (Babel's, in English there), text that people wrote (it is in the
database), time zones, the practice's own names, and elements that say so: translate="no" or a lang of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from zoneinfo import available_timezones

import sqlalchemy as sa
from babel import Locale

from app.db import Base, Database
from app.i18n import LANGUAGES
from app.sealing import COLUMNS, is_sealed_value
from tests.support.html import Node

SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title")
UNITS = {
    "mmHg",
    "mg",
    "dL",
    "mmol",
    "mol",
    "kg",
    "lb",
    "st",
    "L",
    "C",
    "F",
    "min",
    "mL",
    "Handrail",
    "AM",
    "PM",
    "am",
    "pm",
}

NO_WORDS = {
    "questionnaire",
    "audit_event",
    "audit_seal",
    "throttle",
    "reminder",
    "delivery",
    "push_subscription",
    "mail",
    "mail_address",
    "removed_device",
}
NOT_WORDS = ("id", "_at", "_on", "key", "hash", "digest", "substance", "dedupe")
LANGUAGE_NAMES = set(LANGUAGES.values())  # each in its own language


def find(page: Node, own_words: Iterable[str]) -> Iterator[str]:
    """Advice for each piece of text that is neither translated nor somebody's own words."""
    own = sorted({w for w in own_words if re.search(r"[^\W\d_]", w)}, key=len, reverse=True)
    lang = page.first("html").attrs.get("lang") if page.first("html") else ""
    for node, text in _spoken(page):
        if _exempt(node, lang):
            continue
        rest = _without_brackets(text)
        if not re.search(r"[^\W\d_]", rest):
            continue
        if len(rest.split()) > 2 and any(rest.strip() in words for words in own):
            continue  # a word that is explained cuts what somebody wrote into pieces
        rest = _without_shortened(rest, own)
        for words in own:
            if words in rest:  # whole words: "at" is not a piece of "Saturday"
                rest = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", rest)
        left = [w for w in re.findall(r"[^\W\d_]+", rest) if w not in UNITS | LANGUAGE_NAMES and w not in _calendar()]
        if left and text.replace(" ", "_") not in available_timezones():
            yield f"{node} says {text!r}, which nobody can translate: write {{{{ _(…) }}}} or {{% trans %}} around it"


def own_words(database: Database) -> set[str]:
    """Everything that people wrote into this database, whole and in its pieces. Forms are not people's words."""
    found: set[str] = set()
    with database.read() as session:
        for table in Base.metadata.tables.values():
            columns = [c for c in table.c if not c.name.endswith(NOT_WORDS)]
            if table.name in NO_WORDS or not columns:
                continue
            shut = {one.name: one for one in COLUMNS if one.table is table}
            id_of = table.c[next(iter(shut.values())).key] if shut else sa.null()
            for id_, *row in session.execute(sa.select(id_of, *columns)):
                for column, value in zip(columns, row, strict=True):
                    if column.name in shut and is_sealed_value(value):
                        value = shut[column.name].open(database.info["vault"], value, id_)
                    found |= set(_strings(value))
    pieces = {piece.strip() for text in found for piece in text.splitlines()}
    return found | pieces | {word for text in found for word in text.split() if len(text) < 60}


def _without_shortened(text: str, own: list[str]) -> str:
    """Own words that were cut to fit end in dots: what stands before those begins something that people wrote."""
    for dots in ("...", "…"):
        start, found, rest = text.partition(dots)
        if found and any(words.startswith(start.strip()) for words in own):
            return rest
    return text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _spoken(page: Node) -> Iterator[tuple[Node, str]]:
    title = page.first("title")
    if title:
        yield title, "".join(c for c in title.children if isinstance(c, str))
    yield from page.strings()
    for node in page.walk():
        for attribute in SPOKEN:
            if node.attrs.get(attribute, "").strip():
                yield node, node.attrs[attribute]


def _exempt(node: Node, lang: str | None) -> bool:
    for element in (node, *node.ancestors()):
        if element.attrs.get("translate") == "no" or element.tag in {"script", "textarea", "code"}:
            return True
        if element.tag != "html" and element.attrs.get("lang", lang) != lang:
            return True
    return False


def _without_brackets(text: str) -> str:
    """A link in a sentence cuts it in two: what stands before a ⟧ alone belongs to the ⟦ before that link."""
    depth, out = 0, []
    for letter in text:
        if letter == "⟦":
            depth += 1
        elif letter == "⟧":
            if not depth:
                out.clear()
            depth = max(0, depth - 1)
        elif not depth:
            out.append(letter)
    return "".join(out)


@cache
def _calendar() -> set[str]:
    english = Locale("en")
    return {
        name
        for names in (english.days["format"], english.months["format"], english.days["stand-alone"])
        for width in names.values()
        for name in width.values()
    }
