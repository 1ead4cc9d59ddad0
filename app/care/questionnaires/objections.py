"""What the form itself objects to in answers that are there (``constraint``, ``targetConstraint``)."""

from __future__ import annotations

from dataclasses import dataclass

from app.care.questionnaires.parts import Text
from app.care.questionnaires.repeating import is_below
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.state import Node
from app.care.questionnaires.walk import Screen


@dataclass(frozen=True)
class Objection:
    """A rule that the answers do not meet. One that ``blocks`` stops sending; the other only asks to look again."""

    words: Text
    blocks: bool
    node: Node | None
    """The question to look at: the one with the rule, else the first one below it; None for the whole form."""


def objections(sheet: Sheet) -> list[Objection]:
    """Everything that the form objects to, in its own order."""
    found = []
    for place, rule in sheet.state.worked.broken:
        node = _to_look_at(sheet, place) if place else None
        if node is None and (place or sheet.hides_private):
            continue  # about what the reader must not know of
        found.append(Objection(rule.words, rule.severity == "error", node))
    return found


def on_screen(sheet: Sheet, screen: Screen) -> list[Objection]:
    """What concerns the questions of one screen."""
    places = {node.place for node in screen.asked}
    return [one for one in objections(sheet) if one.node is not None and one.node.place in places]


def _to_look_at(sheet: Sheet, place: str) -> Node | None:
    return next((node for node in sheet.asked if is_below(sheet.state, node, {place})), None)
