"""The order of screens: one question a screen, with the texts that belong above it."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import ceil

from app.care.questionnaires.conditions import Answers, enabled, equal
from app.care.questionnaires.parts import Definition, Item, Text, Value

SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}")
#: Words that stand in the same place of an address.
TAKEN = frozenset({"check", "send", "sent", "start"})

#: A slow reader (150 words a minute), and seconds to give an answer of each kind.
WORDS_A_SECOND = 2.5
SECONDS = {"boolean": 8, "choice": 10, "open-choice": 15, "integer": 10, "decimal": 15, "date": 20, "text": 45}


@dataclass(frozen=True)
class Screen:
    """One question with its place among the questions that are asked now."""

    item: Item
    above: tuple[Text, ...]
    notes: tuple[Text, ...]
    number: int
    count: int

    @property
    def token(self) -> str:
        return token(self.item.link_id)


def screens(definition: Definition, answers: Answers) -> tuple[Screen, ...]:
    """The screens for these answers, in order. Texts to read come with the next question."""
    active = enabled(definition, answers)
    asked: list[tuple[Item, tuple[Text, ...], tuple[Text, ...]]] = []
    notes: list[Text] = []
    for item, above in _visible(definition, active):
        if item.kind == "display" or item.read_only:
            notes += _to_read(item)
        elif item.asks:
            asked.append((item, above, tuple(notes)))
            notes = []
    return tuple(Screen(item, above, said, n, len(asked)) for n, (item, above, said) in enumerate(asked, 1))


def closing_notes(definition: Definition, answers: Answers) -> tuple[Text, ...]:
    """Texts to read that stand after the last question; the check page shows them."""
    notes: list[Text] = []
    for item, _above in _visible(definition, enabled(definition, answers)):
        if item.kind == "display" or item.read_only:
            notes += _to_read(item)
        elif item.asks:
            notes = []
    return tuple(notes)


def screen(definition: Definition, answers: Answers, link_id: str) -> Screen | None:
    """The screen of one question, or None when it is not asked now."""
    return next((s for s in screens(definition, answers) if s.item.link_id == link_id), None)


def after(all_screens: tuple[Screen, ...], link_id: str) -> Screen | None:
    """The next screen, or None after the last."""
    return _beside(all_screens, link_id, 1)


def before(all_screens: tuple[Screen, ...], link_id: str) -> Screen | None:
    """The screen before, or None at the first."""
    return _beside(all_screens, link_id, -1)


def resume(all_screens: tuple[Screen, ...], touched: Collection[str]) -> Screen | None:
    """Where to go on: the first question that was neither answered nor passed over."""
    return next((s for s in all_screens if s.item.link_id not in touched), None)


def minutes_left(remaining: Collection[Screen]) -> int:
    """Minutes for these screens, at least 1, for somebody who reads slowly."""
    seconds = sum(_seconds(s) for s in remaining)
    return max(1, ceil(seconds / 60))


def token(link_id: str) -> str:
    """A link id as one part of an address: as it is where that is safe, else encoded."""
    if SAFE.fullmatch(link_id) and link_id not in TAKEN:
        return link_id
    return "~" + base64.urlsafe_b64encode(link_id.encode()).decode().rstrip("=")


def find(definition: Definition, wanted: str) -> Item | None:
    """The question that a token of an address stands for."""
    return next((item for item in definition.questions if token(item.link_id) == wanted), None)


def _beside(all_screens: tuple[Screen, ...], link_id: str, step: int) -> Screen | None:
    places = {s.item.link_id: n for n, s in enumerate(all_screens)}
    place = places.get(link_id, -2) + step
    return all_screens[place] if link_id in places and 0 <= place < len(all_screens) else None


def _visible(definition: Definition, active: frozenset[str]) -> Iterator[tuple[Item, tuple[Text, ...]]]:
    """Enabled, unhidden items in document order, each with the texts of the groups above it."""
    stack: list[tuple[Item, tuple[Text, ...]]] = [(item, ()) for item in reversed(definition.items)]
    while stack:
        item, above = stack.pop()
        if item.hidden or item.link_id not in active:
            continue
        yield item, above
        below = (*above, item.text) if item.kind == "group" and item.text else above
        stack.extend((child, below) for child in reversed(item.children))


def _to_read(item: Item) -> list[Text]:
    """A text to read, or a question that the form answers itself, with that answer."""
    fixed = [_said(item, value) for value in item.initial] if item.read_only else []
    return [text for text in (item.text, *fixed) if text]


def _said(item: Item, value: Value) -> Text:
    chosen = next((option.text for option in item.options if equal(option.value, value)), None)
    content = next(iter(value.values()))
    if chosen:
        return chosen
    return Text(content.get("display") or content["code"] if isinstance(content, dict) else str(content))


def _seconds(shown: Screen) -> float:
    item = shown.item
    texts = [*shown.notes, *item.help, *(option.text for option in item.options)]
    words = sum(len(str(text).split()) for text in (*texts, item.text or ""))
    return words / WORDS_A_SECOND + SECONDS.get(item.kind, 30)
