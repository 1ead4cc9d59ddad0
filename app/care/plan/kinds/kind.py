"""What every kind of plan item says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.care.plan.kinds import signed

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
    is_titled: bool = False
    """Has a title of its own above the own words; else the own words are the title."""
    once_said: tuple[str, ...] = ()
    """Further fields of substance that count only once something is in them: they came after the kind."""
    is_to_do: bool = False
    """Something that somebody does: owner and time window are required before an offer."""
    is_dated: bool = False
    """Not to be done, but its end is a matter of substance ("by when")."""
    is_safety: bool = False
    """Something that keeps the person safe: usually in force at once, also while they think about the plan."""
    is_private: bool = False
    """Hidden from helpers unless the person said otherwise, and behind a second unlock."""
    team_only: tuple[str, ...] = ()
    """Fields that only the team writes: what a suggestion says in them is not kept."""
    keeps_days: int | None = None
    """After how many days it is asked whether this is still right; None for what has an end of its own."""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields that hold the key of another line (or a list of keys), and the kinds that they may lead to."""
    from_address: tuple[str, ...] = ()
    """Fields that a link to the empty form may fill in."""
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the form of the kind offers to choose from: name of the list → value → words."""
    starter: Callable[[str, str], dict[str, Any]] | None = None
    """Content to begin with, by the name of a starter and the person's language."""
    is_signed: bool = False
    """A clinician checks it for the person, by name and day; without that nobody uses it (kinds/signed.py)."""

    def may_be_used(self, content: Content) -> bool:
        """False for a line that a clinician has to check for the person and that nobody has checked as it is."""
        return not self.is_signed or signed.is_signed(content, self.substance)

    def linked(self, content: Content) -> list[str]:
        """Keys of the lines that this one points to."""
        found = [content.get(name) for name in self.links]
        return [key for each in found for key in (each if isinstance(each, list) else [each]) if key]

    def own_words(self, content: Content) -> dict[str, str]:
        """The fields of the person's own words that are not empty."""
        return {name: str(content[name]) for name in self.own if content.get(name)}

    def title_outside(self, content: Content) -> str:
        """The title for places outside the plan (worklist, messages): of a private line only what kind it is."""
        return str(self.words) if self.is_private else self.title(content)

    def words_outside(self, words: str) -> str:
        """What somebody said about a line, for places outside the plan: nothing when the line is private."""
        return "" if self.is_private else words

    def as_text(self, content: Content) -> str:
        """All of it as plain text, to be shown old beside new."""
        title = self.title(content)
        return "\n".join([title, *(f"{name}: {value}" for name, value in self.lines(content) if value)])
