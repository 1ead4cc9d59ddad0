"""What every kind of plan item says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind. To add one: a module like its neighbours, two templates, a FHIR mapping, a line in the registry."""

    name: str
    words: Any
    """What a person calls it: "Activity"."""
    icon: str
    parse: Callable[[Content], dict[str, Any]]
    """Content as stored; raises ``Invalid`` naming the fields."""
    title: Callable[[Content], str]
    lines: Callable[[Content], list[tuple[str, str]]]
    """Its other facts as names and values, in the reader's language."""
    substance: tuple[str, ...]
    """Fields whose change asks the person again."""
    section: str
    own: tuple[str, ...] = ()
    """Fields that hold somebody's own words: once the person wrote them, nobody else edits them."""
    is_to_do: bool = False
    """Something that somebody does: owner and time window are required before an offer."""
    is_dated: bool = False
    """Not to be done, but its end is a matter of substance ("by when")."""

    def own_words(self, content: Content) -> dict[str, str]:
        """The fields of the person's own words that are not empty."""
        return {name: str(content[name]) for name in self.own if content.get(name)}

    def as_text(self, content: Content) -> str:
        """All of it as plain text, to be shown old beside new."""
        title = self.title(content)
        return "\n".join([title, *(f"{name}: {value}" for name, value in self.lines(content) if value)])
