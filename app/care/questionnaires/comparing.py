"""What changed between two filling-ins of one form."""

from __future__ import annotations

from dataclasses import dataclass

from app.care.questionnaires.parts import Item, Value
from app.care.questionnaires.sheet import Sheet
from app.models import Answer


@dataclass(frozen=True)
class Changed:
    """One question whose answer is another now; nothing stands for "no answer". ``row`` is who said it, when."""

    place: str
    item: Item
    was: tuple[Value, ...]
    now: tuple[Value, ...]
    row: Answer | None


def changes(before: Sheet, now: Sheet) -> list[Changed]:
    """Only the answers that differ, in the order of the form as it is now, then what is there no more."""
    found = []
    places = [*(node.place for node in now.asked), *(node.place for node in before.asked)]
    nodes = {node.place: node for node in (*before.asked, *now.asked)}
    for where in dict.fromkeys(places):
        was, is_now = tuple(before.effective.get(where, ())), tuple(now.effective.get(where, ()))
        if was != is_now:
            found.append(Changed(where, nodes[where].item, was, is_now, now.rows.get(where)))
    return found
