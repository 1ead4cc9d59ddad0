"""What a questionnaire is made of once it was read and found sound. Values that never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: One answer as FHIR writes it: a dict with one ``value[x]`` key, such as ``{"valueInteger": 3}``.
Value = dict[str, Any]

KINDS = frozenset(
    {"group", "display", "boolean", "choice", "open-choice", "integer", "decimal", "string", "text", "date"}
)
BANDS = ("red", "amber")


@dataclass(frozen=True)
class Text:
    """Words of the document in its own language, with the translations that it carries."""

    source: str
    lang: str = "en"
    translations: Mapping[str, str] = field(default_factory=dict)

    def best(self, tag: str) -> tuple[str, str]:
        """``(words, language)``: the exact language, else the same language, else the source."""
        for wanted in (tag.lower(), tag.split("-")[0].lower()):
            if wanted == self.lang.lower():
                break
            if wanted in self.translations:
                return self.translations[wanted], wanted
        return self.source, self.lang

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``key`` is its place in the list and stays true because a version is frozen."""

    key: str
    value: Value
    text: Text
    band: str | None = None
    exclusive: bool = False
    preselected: bool = False


@dataclass(frozen=True)
class Condition:
    """One line of ``enableWhen``, or of our own "urgent when": operator and the value compared with."""

    question: str
    operator: str
    value: Value


@dataclass(frozen=True)
class Urgent:
    """An answer that a nurse must see first: which band, and when."""

    band: str
    condition: Condition


@dataclass(frozen=True)
class Item:
    """A group, a display text or a question."""

    link_id: str
    kind: str
    text: Text | None = None
    prefix: str = ""
    topic: str | None = None
    control: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    may_skip: bool = True
    options: tuple[Option, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    minimum: Any = None
    maximum: Any = None
    decimal_places: int | None = None
    min_answers: int | None = None
    max_answers: int | None = None
    initial: tuple[Value, ...] = ()
    help: tuple[Text, ...] = ()
    low_words: Text | None = None
    high_words: Text | None = None
    unit: str = ""
    conditions: tuple[Condition, ...] = ()
    behaviour: str = "all"
    urgent: tuple[Urgent, ...] = ()
    urgent_words: Text | None = None
    children: tuple[Item, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether this item takes an answer at all."""
        return self.kind not in ("group", "display")


@dataclass(frozen=True)
class Definition:
    """A questionnaire that we can show. ``url|version`` names it, ``digest`` proves its content."""

    url: str
    version: str
    title: Text
    status: str
    language: str
    items: tuple[Item, ...]
    digest: str
    description: Text | None = None
    #: Every link id, each after the ones that its conditions look at.
    order: tuple[str, ...] = ()
    by_link: Mapping[str, Item] = field(default_factory=dict)
    parent: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[Item]:
        """Every item in the order of the document."""
        return iter(self.by_link.values())

    @property
    def questions(self) -> tuple[Item, ...]:
        """Every item that takes an answer, hidden ones included."""
        return tuple(item for item in self.by_link.values() if item.asks)

    def speaks(self, tag: str) -> bool:
        """Whether every word of it is there in this language."""
        return all(text.best(tag)[1].split("-")[0] == tag.split("-")[0] for text in self.texts())

    def texts(self) -> Iterator[Text]:
        """Every piece of text that a person may see."""
        yield self.title
        if self.description:
            yield self.description
        for item in self.walk():
            yield from (text for text in (item.text, item.urgent_words, item.low_words, item.high_words) if text)
            yield from item.help
            yield from (option.text for option in item.options if "valueInteger" not in option.value)


@dataclass(frozen=True)
class Reason:
    """Why a file was refused, or what to know about it. ``where`` is the link id, empty for the whole file."""

    words: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words
