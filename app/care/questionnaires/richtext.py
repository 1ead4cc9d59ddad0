"""Formatted texts of a form (XHTML, markdown) as HTML that is safe to show, cleaned by a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nh3
from markdown_it import MarkdownIt

from app.i18n import _

if TYPE_CHECKING:
    from app.care.questionnaires.fields import Notes

XHTML = "http://hl7.org/fhir/StructureDefinition/rendering-xhtml"
MARKDOWN = "http://hl7.org/fhir/StructureDefinition/rendering-markdown"
RENDERINGS = {XHTML: "valueString", MARKDOWN: "valueMarkdown"}
TAGS = {"b", "strong", "i", "em", "u", "br", "sub", "sup", "span"}
"""Inline marks only: the words stand in a heading, a label or a line of text. No links, no pictures, no styles."""
LONGEST = {XHTML: 20_000, MARKDOWN: 4_000}
"""Characters. Reading markdown takes time by the square of its length, for a text that is made to be slow."""


def clean(url: str, extension: dict[str, Any], notes: Notes, where: str) -> str:
    """Safe HTML of a rendering extension; empty (with a note) when it holds nothing that can be shown."""
    raw = extension.get(RENDERINGS[url], extension.get("valueString"))
    if not isinstance(raw, str) or len(raw) > LONGEST[url]:
        notes.warn(_("Special formatting of a text is left out; the plain text is shown."), where)
        return ""
    safe = nh3.clean(
        _html(raw) if url == MARKDOWN else raw, tags=TAGS, attributes={"*": set()}, link_rel=None
    ).strip()
    if not nh3.is_html(safe) or not nh3.clean(safe, tags=set()).strip():
        return ""  # nothing of the formatting is left: the plain words say it
    if _lost(raw):
        notes.warn(_("Some formatting of a text cannot be shown (pictures, links, scripts or styles)."), where)
    return safe


def _html(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).renderInline(markdown))


def _lost(raw: str) -> bool:
    lowered = raw.lower()
    return any(mark in lowered for mark in ("<img", "<a ", "<script", "style=", " on", "<iframe", "<object"))
