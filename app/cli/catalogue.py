"""Every sentence of the product that people read, in one template catalogue, and whether each language has it all."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.care.questionnaires.definition import read
from app.care.questionnaires.parts import Item, Text
from app.care.questionnaires.store import CONTENT
from app.i18n import CATALOGUES, LANGUAGES

APP = Path(__file__).resolve().parent.parent
TEMPLATE = CATALOGUES / "messages.pot"
SOURCE_LANGUAGE = "en"
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "gettext", "lazy_gettext"), None),
    **dict.fromkeys(("ngettext", "lazy_ngettext", "_n"), (1, 2)),
}
METHODS = [("templates/**.html", "jinja2"), ("migrations/**.py", "ignore"), ("**.py", "python")]
OPTIONS = {
    "templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
NOISE = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-)')


def offered() -> list[str]:
    """Languages that need a catalogue."""
    return [tag for tag in LANGUAGES if tag != SOURCE_LANGUAGE]


def place(tag: str) -> Path:
    """Where the catalogue of a language is."""
    return CATALOGUES / tag / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """A fresh template catalogue from Python and templates, in the order of their files."""
    catalogue = _empty()
    found = extract_from_dir(str(APP), METHODS, OPTIONS, KEYWORDS, ("Translators:",), strip_comment_tags=True)
    rows = sorted(found, key=lambda row: (row[0], row[1]))
    for filename, _line, message, comments, context in rows:
        catalogue.add(message, None, [(f"app/{filename}", 0)], auto_comments=comments, context=context)
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """A catalogue as it is stored: no line numbers, no dates, so that a difference is a difference of words."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, sort_by_file=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not NOISE.match(line)).strip() + "\n"


def load(path: Path, tag: str | None = None) -> Catalog:
    """A stored catalogue; an empty one if there is none yet."""
    if not path.exists():
        return _empty(tag)
    with path.open("rb") as source:
        return read_po(source, locale=tag)


def _empty(tag: str | None = None) -> Catalog:
    return Catalog(
        locale=tag, project="Handrail", version="1", header_comment="# Handrail", charset="utf-8", fuzzy=False
    )


def updated(tag: str, template: Catalog) -> Catalog:
    """The catalogue of a language with new messages empty and gone ones dropped; nothing is guessed."""
    catalogue = load(place(tag), tag)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def problems(tag: str, template: Catalog) -> Iterator[str]:
    """What stands between a language and being offered: missing, unsure, or placeholders that do not match."""
    catalogue = load(place(tag), tag)
    for message in template:
        if not message.id:
            continue
        theirs = catalogue.get(message.id if isinstance(message.id, str) else message.id[0])
        shown = message.id if isinstance(message.id, str) else message.id[0]
        if theirs is None or not _is_whole(theirs, catalogue):
            yield f"{tag}: not translated: {shown!r}"
        elif theirs.fuzzy:
            yield f"{tag}: marked fuzzy: {shown!r}"
        elif wrong := _placeholders(message, theirs):
            yield f"{tag}: placeholders differ ({wrong}): {shown!r}"


def _is_whole(message: Message, catalogue: Catalog) -> bool:
    words = message.string
    if isinstance(message.id, str):
        return bool(words)
    return isinstance(words, (list, tuple)) and len(words) == catalogue.num_plurals and all(words)


def _placeholders(source: Message, theirs: Message) -> str:
    """Names that a translation has too many or too few; a plural form may leave out the number itself."""
    ids = [source.id] if isinstance(source.id, str) else list(source.id)
    texts = [theirs.string] if isinstance(theirs.string, str) else list(theirs.string or ())
    known = {name for text in ids for name in PLACEHOLDER.findall(text)}
    needed = known - {"n"} if len(ids) > 1 else known
    for text in texts:
        here = set(PLACEHOLDER.findall(text))
        if here - known or needed - here:
            return ", ".join(sorted((here - known) | (needed - here)))
    return ""


def form_problems() -> Iterator[str]:
    """Texts of the questionnaires that come with the product and lack an offered language.

    An instrument without an approved text says so to the person instead (``translation-note``); we translate none.
    """
    for path in sorted(CONTENT.glob("*.json")):
        definition = read(path.read_bytes()).definition
        if definition is None:
            yield f"{path.name}: cannot be read; run: handrail questionnaires import {path.name}"
            continue
        needed = [definition.title, *([definition.description] if definition.description else [])]
        if definition.copyright and definition.note:
            needed.append(definition.note)
        else:
            needed += _texts(definition.items)
        for text in needed:
            for tag in offered():
                if text.lang.split("-")[0] != tag and tag not in text.translations:
                    yield f"{tag}: {path.name} has no translation of {text.source!r}"


def _texts(items: tuple[Item, ...]) -> Iterator[Text]:
    for item in items:
        candidates = (item.text, item.low_words, item.high_words, item.urgent_words, *item.help)
        yield from (text for text in candidates if text is not None)
        yield from (option.text for option in item.options)
        yield from _texts(item.children)
