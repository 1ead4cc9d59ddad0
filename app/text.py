"""Text as a person meant it: without the characters that nobody types and no page can show."""

from __future__ import annotations

import re

UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""Control characters, halves of characters, and marks that would turn the rest of a page around."""


def without_unwanted(text: str) -> str:
    """``text`` without them. Line ends and tabs stay, and joiners, which emoji and several scripts need."""
    return UNWANTED.sub("", text)
