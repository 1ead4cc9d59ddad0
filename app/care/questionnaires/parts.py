"""What a questionnaire is made of once it was read and found sound. Values that never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

#: One answer as FHIR writes it: a dict with one ``value[x]`` key, such as ``{"valueInteger": 3}``.
Value = dict[str, Any]

KINDS = frozenset(
    "group display boolean choice open-choice integer decimal string text url date dateTime time quantity "
    "attachment reference".split()
)
BANDS = ("red", "amber")
Code = tuple[str, str]
"""A coding's system and code; the system may be empty."""


@dataclass(frozen=True)
class Text:
    """Words of the document in its own language, with the translations that it carries."""

    source: str
    lang: str = "en"
    translations: Mapping[str, str] = field(default_factory=dict)
    markup: str = ""
    """The same words with safe HTML (``richtext``), in the language of the source; empty when they are plain."""

    def best(self, tag: str) -> tuple[str, str]:
        """``(words, language)``: the exact language, else the same language, else the source."""
        for wanted in (tag.lower(), tag.split("-")[0].lower()):
            if wanted == self.lang.lower():
                break
            if wanted in self.translations:
                return self.translations[wanted], wanted
        return self.source, self.lang

    def shown(self, tag: str) -> tuple[str, str]:
        """``best``, with its few formatting marks where the words shown are those of the source."""
        words, lang = self.best(tag)
        return (Marked(self.markup), lang) if self.markup and words == self.source else (words, lang)

    def __str__(self) -> str:
        return self.source


class Marked(str):
    """HTML that ``richtext`` has cleaned, so that a template may show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``key`` is its place in the list and stays true because a version is frozen."""

    key: str
    value: Value
    text: Text
    band: str | None = None
    exclusive: bool = False
    preselected: bool = False
    prefix: str = ""
    weight: Decimal | None = None
    """What it counts in a score (``ordinalValue``, ``itemWeight``)."""
    is_missing: bool = False
    """"Prefer not to answer": an answer that counts as none in a score."""


@dataclass(frozen=True)
class Unit:
    """A unit to measure in: UCUM code and the words beside the number."""

    words: str
    code: str = ""
    system: str = ""


@dataclass(frozen=True)
class Expression:
    """FHIRPath from the form. It is foreign code: only ``expressions.evaluate`` may run it."""

    source: str
    name: str = ""


@dataclass(frozen=True)
class Constraint:
    """A rule that answers must meet together. ``severity`` is "error" (stops sending) or "warning"."""

    key: str
    severity: str
    words: Text
    expression: Expression


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
    units: tuple[Unit, ...] = ()
    codes: tuple[Code, ...] = ()
    pattern: str = ""
    entry_format: Text | None = None
    open_label: Text | None = None
    links: tuple[str, ...] = ()
    unanswerable: str = ""
    """Why no answer can be given here ("file", "record", "list"), empty when one can."""
    weight: Decimal | None = None
    step: Decimal | None = None
    variables: tuple[Expression, ...] = ()
    shown_if: Expression | None = None
    calculated: Expression | None = None
    suggested: Expression | None = None
    offered: Expression | None = None
    constraints: tuple[Constraint, ...] = ()
    private: bool = False
    """Never shown to a proxy, and nothing a proxy could fill in. Holds for everything below it."""
    alone: bool = False
    """Asked only after the person said that they are alone. Holds for everything below it."""
    lead_in: Text | None = None
    keeps_for_days: int = 0
    conditions: tuple[Condition, ...] = ()
    behaviour: str = "all"
    urgent: tuple[Urgent, ...] = ()
    urgent_words: Text | None = None
    children: tuple[Item, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether this item takes an answer at all."""
        return self.kind not in ("group", "display")

    @property
    def has_rule(self) -> bool:
        """Whether an expression says what it holds."""
        return self.calculated is not None or self.suggested is not None

    @property
    def multiplies(self) -> bool:
        """Whether everything below it can be there several times: a group or a question that repeats as a whole."""
        return self.repeats and (self.kind == "group" or any(child.kind != "display" for child in self.children))

    def tree(self) -> Iterator[Item]:
        """This item and everything below it."""
        stack = [self]
        while stack:
            item = stack.pop()
            yield item
            stack.extend(reversed(item.children))

    @property
    def is_given(self) -> bool:
        """Whether the form answers it by itself: hidden, read-only or calculated."""
        return self.hidden or self.read_only or self.calculated is not None

    @property
    def is_page(self) -> bool:
        """Whether the form wants everything in this group on one screen."""
        return self.kind == "group" and self.control == "page"


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
    copyright: Text | None = None
    note: Text | None = None
    """What to say when the form is not there in the reader's language."""
    codes: tuple[Code, ...] = ()
    about: str = ""
    """"caregiver" when a helper answers about themselves."""
    minutes: int = 0
    variables: tuple[Expression, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    looks_at_form: bool = False
    """Whether an expression reads the questionnaire itself, so that it must be handed over."""
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
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

    @cached_property
    def has_expressions(self) -> bool:
        """Whether anything has to be worked out by expressions."""
        kinds = ("shown_if", "calculated", "suggested", "offered", "constraints")
        return bool(self.constraints) or any(getattr(item, kind) for item in self.walk() for kind in kinds)

    @cached_property
    def has_private(self) -> bool:
        """Whether it asks something that no helper may see."""
        return any(item.private for item in self.walk())

    def speaks(self, tag: str) -> bool:
        """Whether every word of it is there in this language."""
        return all(text.best(tag)[1].split("-")[0] == tag.split("-")[0] for text in self.texts())

    def texts(self) -> Iterator[Text]:
        """Every piece of text that a person may see."""
        yield self.title
        if self.description:
            yield self.description
        for item in self.walk():
            said = (item.text, item.urgent_words, item.low_words, item.high_words, item.lead_in, item.open_label)
            yield from (text for text in said if text)
            yield from item.help
            yield from (constraint.words for constraint in item.constraints)
            yield from (option.text for option in item.options if "valueInteger" not in option.value)


@dataclass(frozen=True)
class Reason:
    """Why a file was refused, or what to know about it. ``where`` is the link id, empty for the whole file."""

    words: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words
