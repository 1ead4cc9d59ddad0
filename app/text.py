"""Text as a person meant it: without the characters that nobody types and no page can show."""

from __future__ import annotations

import re
import unicodedata

UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""Control characters, halves of characters, and marks that would turn the rest of a page around."""


def without_unwanted(text: str) -> str:
    """``text`` without them. Line ends and tabs stay, and joiners, which emoji and several scripts need."""
    return UNWANTED.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of ``text`` would be seen on a page: only spaces, joiners and marks without a letter."""
    return all(c.isspace() or unicodedata.category(c) == "Cf" for c in text)
