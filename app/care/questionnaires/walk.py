"""The order of screens: one question a screen, or one group where the form says so, with the texts above it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from app.care.questionnaires.conditions import Answers
from app.care.questionnaires.notes import to_read
from app.care.questionnaires.parts import Definition, Item, Text
from app.care.questionnaires.state import Node, State, state_of
from app.care.questionnaires.tokens import find, token
from app.i18n import locale_tag

__all__ = ["Part", "Screen", "after", "before", "find", "minutes_left", "resume", "screens", "screens_of", "token"]

#: A slow reader (150 words a minute), and seconds to give an answer of each kind.
WORDS_A_SECOND = 2.5
SECONDS = {"boolean": 8, "choice": 10, "open-choice": 15, "integer": 10, "decimal": 15, "date": 20, "text": 45}


@dataclass(frozen=True)
class Part:
    """One thing on a screen: ``kind`` is "ask", "more" (add or remove one of several), "heading" or "note"."""

    kind: str
    node: Node
    text: Text | None = None


@dataclass(frozen=True)
class Screen:
    """What is asked at once, with its place among everything that is asked now.

    ``kind`` is "ask" (one question), "page" (a group) or "more" (whether there is one more of something repeated).
    """

    kind: str
    node: Node
    parts: tuple[Part, ...]
    above: tuple[Text, ...]
    notes: tuple[Text, ...]
    number: int = 0
    count: int = 0

    @property
    def item(self) -> Item:
        return self.node.item

    @property
    def place(self) -> str:
        """Names the screen. For "more" it is where the list of occurrences is kept."""
        return (self.node.many or self.node.place) if self.kind == "more" else self.node.place

    @cached_property
    def token(self) -> str:
        return token(self.place)

    @cached_property
    def asked(self) -> tuple[Node, ...]:
        """The questions on it."""
        return tuple(part.node for part in self.parts if part.kind == "ask")

    @cached_property
    def seconds(self) -> float:
        """To read and to answer it, for a slow reader."""
        words = sum(len(str(text).split()) for text in self.notes)
        seconds = 0.0
        for node in self.asked:
            item = node.item
            words += sum(len(str(text).split()) for text in (*item.help, item.text or ""))
            words += sum(len(str(option.text).split()) for option in item.options[:20])
            seconds += SECONDS.get(item.kind, 30)
        return words / WORDS_A_SECOND + seconds


def screens(definition: Definition, answers: Answers) -> tuple[Screen, ...]:
    """The screens for these answers, in order. Texts to read come with the next question."""
    return screens_of(state_of(definition, answers))


def screens_of(state: State, *, private: bool = True) -> tuple[Screen, ...]:
    """The screens of a state; without ``private``, nothing that a proxy must not see. Found once for each state."""
    key = (private, locale_tag())  # some texts are ours
    if key not in state.kept:
        state.kept[key] = _Walk(state, private).screens
    screens: tuple[Screen, ...] = state.kept[key]
    return screens


def closing_notes(state: State, *, private: bool = True) -> tuple[Text, ...]:
    """Texts to read that stand after the last question; the check page shows them."""
    return tuple(_Walk(state, private).notes)


class _Walk:
    """One walk through the visible parts of a form."""

    def __init__(self, state: State, private: bool) -> None:
        self.state, self.private = state, private
        self.hides = not private and state.definition.has_private
        self.below: dict[str | None, list[Node]] = {}
        for node in state.nodes:
            if self._visible(node):
                self.below.setdefault(node.above, []).append(node)
        self.notes: list[Text] = []
        found = list(self._level(None, ()))
        self.screens = tuple(replace(one, number=n, count=len(found)) for n, one in enumerate(found, 1))

    def _visible(self, node: Node) -> bool:
        item = node.item
        if self.hides and (item.private or item.offered is not None):
            return False  # what an expression offers may be private answers
        return node.place in self.state.active and not item.hidden

    def _level(self, above: str | None, headings: tuple[Text, ...]) -> Iterator[Screen]:
        nodes = self.below.get(above, [])
        for at, node in enumerate(nodes):
            yield from self._one(node, headings)
            if node.many and (at + 1 == len(nodes) or nodes[at + 1].many != node.many):
                yield self._screen("more", node, (Part("more", node),), headings)

    def _one(self, node: Node, headings: tuple[Text, ...]) -> Iterator[Screen]:
        item = node.item
        if item.kind == "group" and item.is_page:
            parts = tuple(self._parts(node))
            if any(part.kind in ("ask", "more") for part in parts):
                yield self._screen("page", node, parts, headings)
            else:
                self.notes += [part.text for part in parts if part.text]
        elif item.kind == "group":
            yield from self._level(node.place, (*headings, *_heading(node)))
        elif not _is_asked(item):
            self.notes += self._to_read(node)
            yield from self._level(node.place, headings)
        else:
            yield self._screen("ask", node, (Part("ask", node),), (*headings, *_which(node)))
            yield from self._level(node.place, headings)

    def _to_read(self, node: Node) -> list[Text]:
        """Without the private questions, nothing that the form worked out: it may rest on them."""
        return [] if self.hides and node.item.has_rule else to_read(self.state, node)

    def _parts(self, top: Node) -> Iterator[Part]:
        nodes = self.below.get(top.place, [])
        for at, node in enumerate(nodes):
            if _is_asked(node.item):
                yield Part("ask", node)
            elif node.item.kind == "group":
                yield from (Part("heading", node, text) for text in _heading(node))
            else:
                yield from (Part("note", node, text) for text in self._to_read(node))
            yield from self._parts(node)
            if node.many and (at + 1 == len(nodes) or nodes[at + 1].many != node.many):
                yield Part("more", node)

    def _screen(self, kind: str, node: Node, parts: tuple[Part, ...], headings: tuple[Text, ...]) -> Screen:
        notes, self.notes = tuple(self.notes), []
        return Screen(kind, node, parts, headings, notes)


def _is_asked(item: Item) -> bool:
    return item.asks and not item.is_given and not item.unanswerable


def _heading(node: Node) -> tuple[Text, ...]:
    """The words above a group, numbered when it is one of several."""
    text = node.item.text
    if text is None:
        return ()
    return (numbered(text, node.position) if node.many else text,)


def _which(node: Node) -> tuple[Text, ...]:
    return (Text(str(node.position)),) if node.many and node.position > 1 else ()


def numbered(text: Text, number: int) -> Text:
    """The words with a number behind them, in each language."""
    translations = {tag: f"{words} {number}" for tag, words in text.translations.items()}
    return Text(f"{text.source} {number}", text.lang, translations)


def screen(definition: Definition, answers: Answers, link_id: str) -> Screen | None:
    """The screen of one question, or None when it is not asked now."""
    return next((s for s in screens(definition, answers) if s.place == link_id), None)


def after(all_screens: Sequence[Screen], where: str) -> Screen | None:
    """The next screen, or None after the last."""
    return _beside(all_screens, where, 1)


def before(all_screens: Sequence[Screen], where: str) -> Screen | None:
    """The screen before, or None at the first."""
    return _beside(all_screens, where, -1)


def resume(all_screens: Sequence[Screen], touched: Collection[str]) -> Screen | None:
    """Where to go on: the first screen with a question that was neither answered nor passed over."""
    return next((s for s in all_screens if any(node.place not in touched for node in s.asked)), None)


def minutes_left(remaining: Collection[Screen]) -> int:
    """Minutes for these screens, at least 1, for somebody who reads slowly."""
    return max(1, ceil(sum(screen.seconds for screen in remaining) / 60))


def _beside(all_screens: Sequence[Screen], where: str, step: int) -> Screen | None:
    places = {s.place: n for n, s in enumerate(all_screens)}
    at = places.get(where, -2) + step
    return all_screens[at] if where in places and 0 <= at < len(all_screens) else None
