"""A word that people meet in their care, explained in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Word:
    """``forms``: how it is written, separated by semicolons, its name first. ``plain``: one sentence.

    ``more``: one or two sentences for those who want them. ``by_site``: a word that the practice added itself.
    """

    key: str
    forms: Any
    plain: Any
    more: Any = ""
    by_site: bool = False

    @property
    def name(self) -> str:
        """What it is listed under, in the reader's language."""
        return self.written[0]

    @property
    def written(self) -> list[str]:
        """Every form in the reader's language."""
        return [form.strip() for form in str(self.forms).split(";") if form.strip()]
