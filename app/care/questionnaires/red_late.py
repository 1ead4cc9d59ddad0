"""Red answers that come where they cannot simply be stored: beside a slip, too late, or from another device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms, tokens
from app.care.questionnaires.answering import Entry, checked, save_screen
from app.care.questionnaires.parts import Item, Value
from app.care.questionnaires.sheet import Sheet, load
from app.care.questionnaires.state import Node
from app.care.questionnaires.urgency import band
from app.errors import Conflict, Invalid, NotFound


def keep(session: Session, grant: Grant, response_id: str, token: str, entries: Mapping[str, Entry]) -> list[Item]:
    """When a screen is refused: store the red answers on it all the same, and tell the nurse. Returns their items."""
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    found = list(_red(session, grant, sheet, token, entries))
    for node, values in found:
        name = tokens.token(node.place)
        try:
            save_screen(session, grant, response_id, token, {name: entries[name]}, go="stay")
        except Conflict:  # another device said something else meanwhile
            alarms.answered(session, grant, sheet, node, values)
    return [node.item for node, _values in found]


def report(session: Session, grant: Grant, response_id: str, token: str, entries: Mapping[str, Entry]) -> list[Item]:
    """When nothing can be stored here any more: the nurse hears of the red answers. Returns their items."""
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    found = list(_red(session, grant, sheet, token, entries))
    for node, values in found:
        alarms.answered(session, grant, sheet, node, values)
    return [node.item for node, _values in found]


def _red(
    session: Session, grant: Grant, sheet: Sheet, token: str, entries: Mapping[str, Entry]
) -> Iterator[tuple[Node, list[Value]]]:
    try:
        screen = sheet.screen(token)
    except NotFound:
        return
    for node in screen.asked:
        entry = entries.get(tokens.token(node.place))
        if entry is None or not entry.says:
            continue
        try:
            values, _how = checked(session, grant, sheet.item(node), None, entry, "answered")
        except Invalid:
            continue
        if band(node.item, values) == "red":
            yield node, values
