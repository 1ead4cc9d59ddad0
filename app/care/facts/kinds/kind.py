"""What every kind of fact says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind. To add one: a module like its neighbours, a form in templates/facts/fields/, a registry line."""

    name: str
    words: Any
    """One of them: "Allergy"."""
    many: Any
    """The heading over all of them: "Allergies"."""
    icon: str
    parse: Callable[[Content], dict[str, Any]]
    """Content as stored; raises ``Invalid`` naming the fields."""
    title: Callable[[Content], str]
    lines: Callable[[Content], list[tuple[str, str]]]
    """Its other parts as names and values, in the reader's language."""
    same: Callable[[Content], tuple[str, ...]]
    """Two contents with the same identity say the same thing: a second import does not double them."""
    ask_again_days: int | None
    """After how many days a confirmed fact is asked about again; None for what was true on its day for good."""
    ask_again_why: str
    """Why that interval."""
    empty: Any
    """What to say when there is none."""
    add: Any = None
    """What the person presses to add one; None for what only the team adds."""

    def as_text(self, content: Content) -> str:
        """All of it as plain text, to be shown one beside the other."""
        return "\n".join([self.title(content), *(f"{name}: {value}" for name, value in self.lines(content) if value)])


def by_words(code: Any, system: Any, words: Any) -> tuple[str, ...]:
    """Identity by code where there is one, else by the words themselves, whatever their case and spaces."""
    if code:
        return (str(system), str(code))
    return ("", " ".join(str(words).casefold().split()))
