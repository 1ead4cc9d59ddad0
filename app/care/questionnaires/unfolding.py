"""A published QuestionnaireResponse taken apart: its answers by place, and what has no place in the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.care.questionnaires.fields import Notes, value
from app.care.questionnaires.parts import Definition, Item, Reason, Value
from app.care.questionnaires.places import place
from app.i18n import _

DEEPEST = 40
MOST = 5_000


@dataclass
class Unfolded:
    """``answers`` and ``several`` (how many occurrences each repeated part has) by place."""

    answers: dict[str, list[Value]] = field(default_factory=dict)
    several: dict[str, int] = field(default_factory=dict)
    problems: list[Reason] = field(default_factory=list)


def unfold(definition: Definition, document: dict[str, Any]) -> Unfolded:
    """Take a response apart against its form. What does not match is noted, never raised."""
    found = Unfolded()
    _Unfolding(definition, found).level(document.get("item"), (), 1)
    return found


class _Unfolding:
    def __init__(self, definition: Definition, found: Unfolded) -> None:
        self.definition, self.found, self.seen = definition, found, 0

    def note(self, words: str, where: str) -> None:
        if len(self.found.problems) < 200:
            self.found.problems.append(Reason(words, where[:60]))

    def level(self, raw: Any, around: tuple[int, ...], depth: int) -> None:
        if raw is None:
            return
        if not isinstance(raw, list) or depth > DEEPEST:
            self.note(_("The items are not a list, or are nested too deeply."), "")
            return
        for part in raw:
            self.seen += 1
            link = part.get("linkId") if isinstance(part, dict) else None
            item = self.definition.by_link.get(link) if isinstance(link, str) else None
            if self.seen > MOST or not isinstance(part, dict):
                self.note(_("The response holds more than we take, or something that is no item."), "")
                return
            if item is None:
                self.note(_("The form has no item with this linkId."), str(link))
                continue
            self.one(item, part, around, depth)

    def one(self, item: Item, part: dict[str, Any], around: tuple[int, ...], depth: int) -> None:
        if item.kind == "group":
            inner = self.next_of(item, around)
            self.level(part.get("item"), inner, depth + 1)
            return
        answers = part.get("answer")
        for answer in answers if isinstance(answers, list) else []:
            notes = Notes()
            found = value(answer, "value", notes, item.link_id) if isinstance(answer, dict) else None
            if found is None:
                for reason in notes.reasons:
                    self.note(reason.words, item.link_id)
                continue
            inner = self.next_of(item, around)
            self.found.answers.setdefault(place(item.link_id, inner), []).append(found)
            self.level(answer.get("item"), inner, depth + 1)
        if item.asks and part.get("item"):
            self.level(part["item"], around, depth + 1)

    def next_of(self, item: Item, around: tuple[int, ...]) -> tuple[int, ...]:
        """Where the next occurrence of a repeated part stands; the same place for one that does not repeat."""
        if not item.multiplies:
            return around
        many = place(item.link_id, around)
        self.found.several[many] = self.found.several.get(many, 0) + 1
        return (*around, self.found.several[many])
